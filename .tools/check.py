"""`make test`, `make fast`, `make check`, `make bench`: run each check in view, count what fails, skip nothing."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from fetch_frontend import fetch_once
from machine import install, system_packages
from services import private_services
from steps import PYTHON, ROOT, environment, temporary_folder

EMBEDDED = dict.fromkeys(("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "ALLOWED_HOSTS"), "")
DEVELOPMENT = {**EMBEDDED, "DEBUG": "1", "DEMO": "0", "PUBLIC_URL": "http://localhost:8000"}
SUITE = ("-m", "pytest", "-n", "2", "--dist", "worksteal")
WITHOUT_PEERS = ("-m", "not browser and not real")
QUICK = ("-m", "not browser and not real and not slow")


class Checks:
    """Runs checks one after another in the same temporary data folder and remembers how each went."""

    def __init__(self, data: str) -> None:
        self.data = data
        self.rows: list[tuple[str, bool, float]] = []

    def run(self, title: str, *words: str, **settings: str) -> None:
        """Run one check with the project's Python; its output stays visible."""
        print(f"\n── {title} " + "─" * max(0, 100 - len(title)), flush=True)
        begun = time.monotonic()
        env = environment(**{**DEVELOPMENT, "DATA_DIR": self.data, **settings})
        code = _finish(subprocess.Popen([PYTHON, *words], cwd=ROOT, env=env))
        self.rows.append((title, code == 0, time.monotonic() - begun))

    def report(self) -> int:
        """Print one line for each check; return the exit code."""
        print()
        for title, good, seconds in self.rows:
            print(f"  {'✓' if good else '✗'} {title:<60}{seconds:>7.1f} s")
        print(f"    {'together':<60}{sum(row[2] for row in self.rows):>7.1f} s", flush=True)
        return 0 if all(row[1] for row in self.rows) else 1


def _finish(process: subprocess.Popen[bytes]) -> int:
    """Wait for a check; when we are stopped, let it tidy up first."""
    try:
        return process.wait()
    except BaseException:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
        raise


def style(checks: Checks) -> None:
    """Run what needs no database and little time."""
    checks.run("Python style", "-m", "ruff", "check", ".")
    checks.run("Python layout", "-m", "ruff", "format", "--check", ".")
    checks.run("Import contracts", "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-logo")


def static(checks: Checks) -> None:
    """Run everything that can be said without running the suite."""
    style(checks)
    checks.run("Templates", "-m", "djlint", "templates", "--lint", "--quiet")
    checks.run("Types", "-m", "mypy")
    checks.run("Migrations on SQLite", "manage.py", "makemigrations", "--check", "--dry-run")
    public = {
        "DEBUG": "0",
        "LOG_LEVEL": "WARNING",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "PUBLIC_URL": "https://clinic.example.test",
    }
    checks.run("Deployment settings", "manage.py", "check", "--deploy", "--fail-level", "WARNING", **public)


def test(checks: Checks) -> None:
    """Run everything: static checks, the suite on both databases, real workers, the browser."""
    static(checks)
    checks.run("Suite on SQLite", *SUITE, *WITHOUT_PEERS)
    with private_services() as peers:
        checks.run("Migrations on PostgreSQL", "manage.py", "makemigrations", "--check", "--dry-run", **peers)
        checks.run("Suite on PostgreSQL, Redis and Celery", *SUITE, "-m", "not browser", **peers)
        checks.run("Browser", *SUITE, "-m", "browser", **peers)


def fast(checks: Checks) -> None:
    """Run what a developer wants to know every few minutes: all but the tests marked slow, which `test` runs."""
    style(checks)
    checks.run("Suite on SQLite, without what is slow", *SUITE, *QUICK)


def bench(checks: Checks) -> None:
    """Measure on a private PostgreSQL; bench/results.md is written anew."""
    with private_services() as peers:
        checks.run(
            "Measurements",
            "-m",
            "bench",
            **{**peers, "DEBUG": "0", "LOG_LEVEL": "WARNING", "SECRET_KEY": secrets.token_urlsafe(64)},
        )


def setup(checks: Checks) -> None:
    """Only bring what is needed."""
    checks.run("Django starts", "manage.py", "check")


COMMANDS = {"test": test, "fast": fast, "check": static, "bench": bench, "setup": setup}
NEEDS = {"test": ("run", "test"), "bench": ("run", "test"), "setup": ("run", "test")}


@contextmanager
def data_folder() -> Iterator[str]:
    """Yield a temporary folder for the suite's files and databases."""
    folder = temporary_folder("data")
    try:
        yield str(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Bring what the command needs, run it, say how it went."""
    command = sys.argv[1]
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    install("requirements/dev.txt")
    fetch_once()
    if command in NEEDS:
        system_packages(*NEEDS[command], required=True)
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    with data_folder() as data:
        checks = Checks(data)
        try:
            COMMANDS[command](checks)
        except KeyboardInterrupt:
            print("\nStopped before the end.", flush=True)
            checks.rows.append(("the rest", False, 0.0))
        code = checks.report()
    sys.exit(code)


if __name__ == "__main__":
    main()
