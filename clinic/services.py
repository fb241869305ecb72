"""What the clinic runs on: database, cache, broker. Embedded ones, or those whose addresses the environment gives."""

from pathlib import Path
from typing import Any

import environ

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}


def database(url: str, data_dir: Path) -> dict[str, Any]:
    """Return the database behind `url`; without one, SQLite in `data_dir`."""
    if url:
        return {**environ.Env.db_url_config(url), "CONN_HEALTH_CHECKS": True, "CONN_MAX_AGE": 60}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": data_dir / "clinic.sqlite3",
        "OPTIONS": SQLITE_OPTIONS,
        "TEST": {"NAME": data_dir / "test.sqlite3"},
    }


def cache(redis_url: str) -> dict[str, Any]:
    """Return the cache at `redis_url`; without one, a table of the database: shared, and atomic."""
    if redis_url:
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis_url}
    return {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}


def broker_options(redis_url: str, folder: Path) -> dict[str, Any]:
    """Return the transport options of the broker at `redis_url`; without one, of the file broker in `folder`."""
    if redis_url:
        return {"visibility_timeout": 300}
    return {
        "data_folder_in": str(folder / "queue"),
        "data_folder_out": str(folder / "queue"),
        "control_folder": str(folder / "control"),
        "store_processed": False,
        "polling_interval": 0.1,
    }


def make_folders(*folders: Path) -> None:
    """Make those of `folders` that are not there yet."""
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
