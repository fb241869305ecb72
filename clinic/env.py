"""Every setting the clinic reads from its environment or from `.env`, in one table.

`docs/settings.md` shows the same table to people; a test holds the two together.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Setting:
    """One setting: its name, how it is read, its default and what it does."""

    name: str
    kind: str
    default: Any
    meaning: str


TABLE = (
    Setting(
        "DEBUG",
        "bool",
        False,
        "Development mode: detailed error pages, second factor not forced.",
    ),
    Setting(
        "SECRET_KEY",
        "str",
        "",
        "Signs sessions and tokens. Required unless DEBUG is on.",
    ),
    Setting(
        "DEMO",
        "bool",
        False,
        "Wears the demo banner and keeps every message on this machine.",
    ),
    Setting(
        "DATA_DIR",
        "str",
        "var/demo",
        "Folder of the embedded database, files, broker and mails.",
    ),
    Setting("DATABASE_URL", "str", "", "PostgreSQL address. Empty: SQLite in DATA_DIR."),
    Setting(
        "REDIS_URL",
        "str",
        "",
        "Redis address for broker and cache. Empty: files and database.",
    ),
    Setting(
        "EMAIL_URL",
        "str",
        "",
        "Mail server (smtp://, smtp+tls://, smtp+ssl://). Empty: files in DATA_DIR/mail.",
    ),
    Setting("MAIL_FROM", "str", "clinic@example.test", "Sender address of every message."),
    Setting(
        "PUBLIC_URL",
        "url",
        "http://localhost:8000",
        "Address under which patients open links.",
    ),
    Setting("ALLOWED_HOSTS", "list", [], "Further host names served, comma separated."),
    Setting("SWEEP_SECONDS", "int", 30, "Seconds between two sweeps of the message outbox."),
    Setting("LOG_LEVEL", "str", "INFO", "Least severe log level that is printed."),
)


def _read_url(env: environ.Env, setting: Setting) -> str:
    value = env.str(setting.name, default=setting.default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("expected an address such as https://clinic.example")
    return value


def _read_one(env: environ.Env, setting: Setting) -> Any:
    if setting.kind == "url":
        return _read_url(env, setting)
    return getattr(env, setting.kind)(setting.name, default=setting.default)


def read_environment(dotenv: Path | None = BASE_DIR / ".env") -> dict[str, Any]:
    """Return the value of every setting of TABLE.

    Raises ImproperlyConfigured with one sentence that names the setting when a value is malformed, or when
    SECRET_KEY is missing while DEBUG is off.
    """
    env = environ.Env()
    if dotenv and dotenv.exists():
        env.read_env(dotenv)
    values: dict[str, Any] = {}
    for setting in TABLE:
        try:
            values[setting.name] = _read_one(env, setting)
        except (ValueError, ImproperlyConfigured) as error:
            raise ImproperlyConfigured(f"{setting.name} is not a valid {setting.kind}: {error}.") from error
    if not values["SECRET_KEY"] and not values["DEBUG"]:
        raise ImproperlyConfigured("SECRET_KEY is missing: set it in the environment or in .env, or turn DEBUG on.")
    return values
