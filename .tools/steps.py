"""What every command shares: folders, one clear sentence when something is missing, steps done only once."""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
VENV_PYTHON = ROOT / ".venv" / "bin" / "python"


def say(text: str) -> None:
    print(f"• {text}", flush=True)


def stop(sentence: str) -> NoReturn:
    sys.exit(f"✗ {sentence}")


def run(*command: str | Path, env: Mapping[str, str] | None = None, cwd: Path = ROOT) -> None:
    """Run a command with its output hidden; show all of it and stop when it fails."""
    done = subprocess.run(
        [str(part) for part in command], check=False, env=env, cwd=cwd, capture_output=True, text=True
    )
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr, flush=True)
        stop(f"This step failed: {' '.join(str(part) for part in command)}")


def fingerprint(*parts: str | Path) -> str:
    """Return a hash of texts and of files' contents; a file that is missing counts as empty."""
    total = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part.read_bytes() if part.is_file() else b""
        total.update(hashlib.sha256(content).digest())
    return total.hexdigest()


def files(folder: Path, *patterns: str) -> Iterable[Path]:
    """Return the folder's files that match, in a stable order."""
    return sorted(path for pattern in patterns for path in folder.rglob(pattern) if path.is_file())


def once(title: str, stamp: Path, mark: str, work: Callable[[], None]) -> None:
    """Do the work unless the stamp already carries this mark; say what is done and how long it took."""
    if stamp.is_file() and stamp.read_text() == mark:
        return
    say(f"{title} …")
    begun = time.monotonic()
    work()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark)
    say(f"{title}: done in {time.monotonic() - begun:.0f} s")


def environment(**changes: str) -> dict[str, str]:
    """Return this process's environment with some values set."""
    return {**os.environ, **changes}
