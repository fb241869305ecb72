"""What every command shares: folders, one clear sentence when something is missing, steps done only once."""

import hashlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STILL_WORKING = 10


def say(text: str) -> None:
    print(f"• {text}", flush=True)


def warn(text: str) -> None:
    print(f"! {text}", flush=True)


def stop(sentence: str) -> NoReturn:
    sys.exit(f"✗ {sentence}")


@contextmanager
def signs_of_life(lines: list[str]) -> Iterator[None]:
    """Print every few seconds that the work goes on, with the last thing it said."""
    done = threading.Event()

    def tell() -> None:
        begun = time.monotonic()
        while not done.wait(STILL_WORKING):
            said = lines[-1].strip()[:90] if lines else ""
            print(f"    {time.monotonic() - begun:3.0f} s {said or 'still working'}", flush=True)

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


def run(*command: str | Path, env: Mapping[str, str] | None = None, cwd: Path = ROOT) -> str:
    """Run a command quietly, with a sign of life now and then; return its output. Show it and stop on failure."""
    words = [str(part) for part in command]
    lines: list[str] = []
    with (
        subprocess.Popen(
            words,
            env=env,
            cwd=cwd,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as process,
        signs_of_life(lines),
    ):
        for line in process.stdout or ():
            lines.append(line)
    if process.returncode:
        print("".join(lines), file=sys.stderr, flush=True)
        stop(f"This step failed: {' '.join(words)}")
    return "".join(lines)


def fingerprint(*parts: str | Path) -> str:
    """Return a hash of texts and of files' contents; a file that is missing counts as empty."""
    total = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part.read_bytes() if part.is_file() else b""
        total.update(hashlib.sha256(content).digest())
    return total.hexdigest()


def files(folder: Path, *patterns: str) -> Iterable[Path]:
    """Return the folder's files that match one of the patterns, in a stable order."""
    return sorted(path for pattern in patterns for path in folder.rglob(pattern) if path.is_file())


def timed(title: str, work: Callable[[], object]) -> None:
    """Do the work and say how long it took."""
    say(f"{title} …")
    begun = time.monotonic()
    work()
    say(f"{title}: done in {time.monotonic() - begun:.0f} s")


def once(title: str, stamp: Path, mark: str, work: Callable[[], object]) -> None:
    """Do the work unless the stamp already carries this mark."""
    if stamp.is_file() and stamp.read_text() == mark:
        return
    timed(title, work)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark)


def temporary_folder(name: str) -> Path:
    """Make a folder that lives in memory where the machine offers that; the caller removes it."""
    memory = "/dev/shm"
    return Path(tempfile.mkdtemp(prefix=f"clinic-{name}-", dir=memory if os.access(memory, os.W_OK) else None))


def environment(**changes: str) -> dict[str, str]:
    """Return this process's environment with some values set."""
    return {**os.environ, **changes}
