"""A real Celery worker and beat, as processes of their own, on the suite's database and broker."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

READY_WITHIN = 30


class Workers:
    """Starts and stops workers and beats; a test may kill any of them."""

    def __init__(self, folder: Path, **changes: str) -> None:
        self.folder = folder
        self.env = {**os.environ, **_environment(), **changes}
        self.processes: list[subprocess.Popen[bytes]] = []

    def start_worker(self) -> subprocess.Popen[bytes]:
        """Start one worker for all queues and wait until it takes work."""
        queues = ("-c", "2", "-Q", "mail,pdf,default", "--without-gossip", "--without-mingle")
        return self._start("worker", "ready.", "worker", *queues, "-n", f"suite{len(self.processes)}@%h")

    def start_beat(self) -> subprocess.Popen[bytes]:
        """Start one beat and wait until it rings."""
        schedule = self.folder / f"schedule{len(self.processes)}"
        return self._start("beat", "beat: Starting", "beat", "--pidfile=", "--schedule", str(schedule))

    def stop(self, process: subprocess.Popen[bytes], how: int = signal.SIGTERM) -> None:
        """End one process and the children it started; SIGKILL leaves it no time to tidy up."""
        if process.poll() is None:
            os.killpg(process.pid, how)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def stop_all(self) -> None:
        for process in self.processes:
            self.stop(process)

    def log(self) -> str:
        """Return what all of them have said so far."""
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def _start(self, name: str, ready: str, *words: str) -> subprocess.Popen[bytes]:
        path = self.folder / f"{name}{len(self.processes)}.log"
        command = (sys.executable, "-m", "celery", "--quiet", "-A", "clinic", *words, "--loglevel", "INFO")
        with path.open("wb") as log:
            process = subprocess.Popen(command, env=self.env, stdout=log, stderr=log, start_new_session=True)
        self.processes.append(process)
        self._wait(process, path, ready)
        return process

    def _wait(self, process: subprocess.Popen[bytes], path: Path, ready: str) -> None:
        end = time.monotonic() + READY_WITHIN
        while ready not in path.read_text():
            if process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"{path.name} did not start:\n{path.read_text()}")
            time.sleep(0.05)


def _environment() -> dict[str, str]:
    """Return the settings that lead another process to this test's database, broker, mail server and pages."""
    return {
        "DATABASE_URL": _database_url(),
        "REDIS_URL": settings.CELERY_BROKER_URL,
        "EMAIL_URL": f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}",
        "PUBLIC_URL": settings.PUBLIC_URL,
        "DATA_DIR": str(settings.DATA_DIR),
        "SWEEP_SECONDS": "1",
        "DEMO": "0",
    }


def _database_url() -> str:
    """Return the address of the test database; workers of the suite share it, so it must be a server."""
    if connection.vendor != "postgresql":
        raise AssertionError("Real workers run on PostgreSQL and Redis: start this test with `make test`.")
    parts = connection.settings_dict
    password = f":{quote(parts['PASSWORD'])}" if parts["PASSWORD"] else ""
    return f"postgres://{parts['USER']}{password}@{parts['HOST']}:{parts['PORT']}/{parts['NAME']}"
