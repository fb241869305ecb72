"""A migrated SQLite file for the suite: the migrations make it once, every later process starts with a copy.

It is made anew as soon as any source, the list of packages or Python itself is another. PostgreSQL never uses it.
"""

import fcntl
import hashlib
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import django
from django.conf import settings
from django.db import connection

FOLDER = Path(settings.BASE_DIR) / "var" / "test-database"
SOURCES = ("clinic", "patients", "treatments")


class ReadyDatabase:
    """The migrated file in `folder` for the sources below `root`, and `path`, where this process wants its copy."""

    def __init__(self, path: Path, *, root: Path = Path(settings.BASE_DIR), folder: Path = FOLDER) -> None:
        self.path, self.file = path, folder / f"{fingerprint(root)}.sqlite3"
        self.is_copy = False
        self._lock = ExitStack()

    def lay_out(self) -> bool:
        """Put the copy in its place. False when there is nothing to copy yet: then we make it, and others wait."""
        _remove(self.path)
        self._wait_for_my_turn()
        if not self.file.exists():
            return False
        self._lock.close()
        _copy(self.file, self.path)
        self.is_copy = True
        return True

    def keep(self) -> None:
        """Keep what the migrations made here, in place of what older sources made, and let the others go on."""
        if not self.file.exists():
            for older in self.file.parent.glob("*.sqlite3"):
                older.unlink()
            _copy(self.path, self.file.with_suffix(".part"))
            self.file.with_suffix(".part").rename(self.file)
        self._lock.close()

    def clear_away(self) -> None:
        """Remove the copy; pytest-django removes what the migrations made."""
        if self.is_copy:
            _remove(self.path)

    def _wait_for_my_turn(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        lock = self._lock.enter_context((self.file.parent / "lock").open("w"))
        fcntl.flock(lock, fcntl.LOCK_EX)


def fingerprint(root: Path) -> str:
    """Return a hash of everything that decides what the migrations make."""
    total = hashlib.sha256(f"{sys.version} {sqlite3.sqlite_version} {django.VERSION}".encode())
    for path in _sources(root):
        total.update(f"{path.relative_to(root)} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()[:32]


def _sources(root: Path) -> Iterator[Path]:
    yield from sorted(root.glob("requirements*.txt"))
    for folder in SOURCES:
        yield from (path for path in sorted((root / folder).rglob("*.py")) if "tests" not in path.parts)


def suites_file() -> Path | None:
    """Return this process's SQLite file, None on PostgreSQL."""
    return Path(connection.settings_dict["TEST"]["NAME"]) if connection.vendor == "sqlite" else None


def _remove(path: Path) -> None:
    """Remove a SQLite file with its journal."""
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _copy(old: Path, new: Path) -> None:
    """Copy with SQLite's own backup, which brings along what still stands in the journal."""
    _remove(new)
    source, target = sqlite3.connect(old), sqlite3.connect(new)
    with target:
        source.backup(target)
    source.close()
    target.close()
