"""What the project needs on a machine: its own virtual environment and a few of the system's packages."""

import ctypes
import glob
import os
import shutil
import subprocess
import sys
from functools import partial

from steps import PYTHON, ROOT, VENV, environment, fingerprint, once, run, stop, timed, warn

PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--progress-bar", "off", "--require-hashes")


def make_environment() -> None:
    """Make `.venv` unless it is there and works."""
    if (VENV / "bin" / "pip").exists() and subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0:
        return
    timed("Virtual environment", lambda: run(sys.executable, "-m", "venv", "--clear", VENV))


def install(requirements: str) -> None:
    """Install a pinned and hashed list of packages, when it has changed since the last time."""
    make_environment()
    path = ROOT / requirements
    stamp = VENV / f".stamp-{path.name}"
    once(f"Packages of {requirements}", stamp, fingerprint(path), lambda: run(PYTHON, *PIP, "-r", path))


def is_there(proof: str) -> bool:
    """Tell whether a shared library can be loaded, or a file matches the pattern."""
    if proof.startswith("/"):
        return bool(glob.glob(proof)) or shutil.which(os.path.basename(proof)) is not None
    try:
        ctypes.CDLL(proof)
    except OSError:
        return False
    return True


def missing_packages(*purposes: str) -> list[str]:
    """Return Debian's names of the packages that this machine lacks for "run" or "test"."""
    lines = (ROOT / "requirements" / "debian.txt").read_text().splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    return [package for purpose, package, proof in rows if purpose in purposes and not is_there(proof)]


def apt_install(packages: list[str]) -> None:
    """Install Debian packages, quietly and without questions. Needs root."""
    env = environment(DEBIAN_FRONTEND="noninteractive")
    run("apt-get", "update", "-q", env=env)
    run("apt-get", "install", "-q", "-y", "--no-install-recommends", *packages, env=env)


def system_packages(*purposes: str, required: bool) -> None:
    """Install what this machine lacks when root on Debian or Ubuntu; else name it, and stop if it is required."""
    missing = missing_packages(*purposes)
    if missing and shutil.which("apt-get") and os.geteuid() == 0:
        timed(f"System packages {' '.join(missing)}", partial(apt_install, missing))
        missing = missing_packages(*purposes)
    if not missing:
        return
    line = f"sudo apt-get install {' '.join(missing)}"
    sentence = f"This machine lacks {', '.join(missing)}. On Debian or Ubuntu type: {line}"
    if required:
        stop(f"{sentence} (elsewhere: the packages of the same purpose), then run this again.")
    warn(f"{sentence} (macOS: brew install pango; Fedora: dnf install pango). Until then PDFs cannot be made.")
