"""A private PostgreSQL and Redis on free ports in a temporary folder, stopped by their process ids."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from steps import stop, temporary_folder

READY_WITHIN = 60
FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=200", "max_wal_size=4GB")


@contextmanager
def private_services() -> Iterator[dict[str, str]]:
    """Start both and yield the settings that reach them; stop them and remove their folder at the end."""
    folder = temporary_folder("services")
    person = _ordinary_user()
    processes: list[subprocess.Popen[bytes]] = []
    try:
        if person:
            os.chown(folder, person.pw_uid, person.pw_gid)
        postgres, redis = free_port(), free_port()
        processes.append(_postgres(folder, postgres, person))
        processes.append(_redis(folder, redis, person))
        _wait(processes, folder, postgres, redis)
        yield {
            "DATABASE_URL": f"postgres://clinic@127.0.0.1:{postgres}/postgres",
            "REDIS_URL": f"redis://127.0.0.1:{redis}/0",
        }
    finally:
        for process in reversed(processes):
            _end(process)
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """Return a port on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _ordinary_user() -> pwd.struct_passwd | None:
    """Return who runs the services when root does not want to; PostgreSQL refuses root."""
    if os.geteuid():
        return None
    everyone = {person.pw_name: person for person in pwd.getpwall()}
    return everyone.get("postgres") or everyone.get("nobody")


def _start(folder: Path, name: str, person: pwd.struct_passwd | None, *words: str | Path) -> subprocess.Popen[bytes]:
    identity = {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []} if person else {}
    with open(folder / f"{name}.log", "ab") as log:
        return subprocess.Popen(
            [str(word) for word in words],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **identity,
        )


def _postgres(folder: Path, port: int, person: pwd.struct_passwd | None) -> subprocess.Popen[bytes]:
    programs = _programs()
    make = (programs / "initdb", "-D", folder / "data", "-U", "clinic", "-A", "trust", "-E", "UTF8", "--no-sync")
    if _start(folder, "initdb", person, *make, "--locale=C.UTF-8").wait():
        stop(f"PostgreSQL could not make its data folder: {(folder / 'initdb.log').read_text()}")
    options = [f"-c{option}" for option in (*FAST, f"unix_socket_directories={folder}", "listen_addresses=127.0.0.1")]
    return _start(folder, "postgres", person, programs / "postgres", "-D", folder / "data", "-p", str(port), *options)


def _programs() -> Path:
    """Return the folder of PostgreSQL's programs: Debian's newest, else the one on the PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if debian:
        return debian[-1]
    return Path(shutil.which("initdb") or stop("PostgreSQL's initdb is not on the PATH.")).parent


def _redis(folder: Path, port: int, person: pwd.struct_passwd | None) -> subprocess.Popen[bytes]:
    keep_nothing = ("--save", "", "--appendonly", "no", "--dir", folder)
    return _start(folder, "redis", person, "redis-server", "--port", str(port), "--bind", "127.0.0.1", *keep_nothing)


def _wait(processes: list[subprocess.Popen[bytes]], folder: Path, *ports: int) -> None:
    """Wait until PostgreSQL has finished starting and Redis listens."""
    end = time.monotonic() + READY_WITHIN
    while time.monotonic() < end:
        if any(process.poll() is not None for process in processes):
            break
        if "ready to accept connections" in (folder / "postgres.log").read_text() and _listens(ports[1]):
            return
        time.sleep(0.1)
    logs = "".join((folder / f"{name}.log").read_text() for name in ("postgres", "redis"))
    stop(f"The private PostgreSQL and Redis did not start:\n{logs}")


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _end(process: subprocess.Popen[bytes]) -> None:
    """End one process: politely (PostgreSQL's fast shutdown), after ten seconds for good."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGINT)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
