"""Every setting the clinic reads from its environment or from `.env`, in one table.

`docs/settings.md` shows the same table to people; a test holds the two together.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


DATABASES = ("postgres", "postgresql", "sqlite")
MAIL_SERVERS = ("smtp", "smtp+tls", "smtp+ssl")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


@dataclass(frozen=True)
class Setting:
    """One setting: its name, how it is read, its default, what it does, and what a value may begin with or be."""

    name: str
    kind: str
    default: Any
    meaning: str
    allowed: tuple[str, ...] = ()


TABLE = (
    Setting("DEBUG", "bool", False, "Development mode: detailed error pages, second factor not forced."),
    Setting("SECRET_KEY", "str", "", "Signs sessions and tokens. Required unless DEBUG is on."),
    Setting("DEMO", "bool", False, "Wears the demo banner and keeps every message on this machine."),
    Setting("DATA_DIR", "str", "var/demo", "Folder of the embedded database, files, broker and mails."),
    Setting("DATABASE_URL", "url", "", "PostgreSQL address. Empty: SQLite in DATA_DIR.", DATABASES),
    Setting(
        "REDIS_URL", "url", "", "Redis address for broker and cache. Empty: files and database.", ("redis", "rediss")
    ),
    Setting("EMAIL_URL", "url", "", "Mail server (smtp+tls://…). Empty: files in DATA_DIR/mail.", MAIL_SERVERS),
    Setting("MAIL_FROM", "str", "clinic@example.test", "Sender address of every message."),
    Setting(
        "PUBLIC_URL", "url", "http://localhost:8000", "Address under which patients open links.", ("http", "https")
    ),
    Setting("ALLOWED_HOSTS", "list", [], "Further host names served, comma separated."),
    Setting("SWEEP_SECONDS", "count", 30, "Seconds between two sweeps of the message outbox."),
    Setting("LOG_LEVEL", "choice", "INFO", "Least severe log level that is printed.", LEVELS),
)
BOOLEANS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


def _bool(text: str, setting: Setting) -> bool:
    if text.lower() not in BOOLEANS:
        raise ValueError("write 1 or 0")
    return BOOLEANS[text.lower()]


def _count(text: str, setting: Setting) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ValueError("write a whole number from 1")
    return int(text)


def _url(text: str, setting: Setting) -> str:
    parts = urlsplit(text)
    if parts.scheme not in setting.allowed or not (parts.netloc or parts.path.strip("/")):
        raise ValueError(f"begin it with {' or '.join(f'{scheme}://' for scheme in setting.allowed)}")
    _ = parts.port
    return text.rstrip("/")


def _choice(text: str, setting: Setting) -> str:
    if text not in setting.allowed:
        raise ValueError(f"write one of {', '.join(setting.allowed)}")
    return text


READERS: dict[str, Callable[[str, Setting], Any]] = {
    "bool": _bool,
    "count": _count,
    "url": _url,
    "choice": _choice,
    "str": lambda text, setting: text,
    "list": lambda text, setting: [part.strip() for part in text.split(",") if part.strip()],
}


def read_environment(dotenv: Path | None = BASE_DIR / ".env") -> dict[str, Any]:
    """Return the value of every setting of TABLE; an empty one counts as not set.

    Raises ImproperlyConfigured with one sentence that names the setting when a value is malformed, or when
    SECRET_KEY is missing while DEBUG is off.
    """
    if dotenv and dotenv.exists():
        environ.Env.read_env(dotenv)
    values: dict[str, Any] = {}
    for setting in TABLE:
        text = os.environ.get(setting.name, "").strip()
        try:
            values[setting.name] = READERS[setting.kind](text, setting) if text else setting.default
        except ValueError as error:
            raise ImproperlyConfigured(f"{setting.name} is not valid: {error}.") from error
    if not values["SECRET_KEY"] and not values["DEBUG"]:
        raise ImproperlyConfigured("SECRET_KEY is missing: set it in the environment or in .env, or turn DEBUG on.")
    return values
