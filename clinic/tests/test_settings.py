"""Settings fail loudly, in one sentence, and stand in one table for people."""

import os
import re
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from clinic.env import BASE_DIR, TABLE, read_environment

ROW = re.compile(r"^\| `(\w+)` \| (\w+) \| (?:`([^`]*)` )?\| (.+) \|$", re.MULTILINE)


@pytest.fixture
def environ(monkeypatch):
    """An environment in which nothing of ours is set but what the test sets."""
    for setting in TABLE:
        monkeypatch.delenv(setting.name, raising=False)
    return lambda **values: [monkeypatch.setenv(name, value) for name, value in values.items()]


def refusal() -> str:
    with pytest.raises(ImproperlyConfigured) as raised:
        read_environment(dotenv=None)
    return str(raised.value)


def test_table_for_people_is_the_table_of_the_code():
    told = ROW.findall((BASE_DIR / "docs" / "settings.md").read_text())
    coded = [(one.name, one.kind, str(one.default or one.default is False or ""), one.meaning) for one in TABLE]
    coded = [(name, kind, "False" if default == "True" else default, meaning) for name, kind, default, meaning in coded]

    assert told == coded


def test_missing_secret_key_is_one_clear_sentence(environ):
    environ()

    assert refusal() == "SECRET_KEY is missing: set it in the environment or in .env, or turn DEBUG on."


def test_debug_needs_no_secret_key(environ):
    environ(DEBUG="1")

    assert read_environment(dotenv=None) == {one.name: one.default for one in TABLE} | {"DEBUG": True}


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("DEBUG", "maybe", "write 1 or 0"),
        ("DATABASE_URL", "db.example.test/clinic", "begin it with postgres:// or postgresql:// or sqlite://"),
        ("DATABASE_URL", "mysql://db.example.test/clinic", "begin it with postgres:// or postgresql:// or sqlite://"),
        ("REDIS_URL", "localhost:6379", "begin it with redis:// or rediss://"),
        ("REDIS_URL", "redis://localhost:port", "Port could not be cast to integer value as 'port'"),
        ("EMAIL_URL", "mail.example.test", "begin it with smtp:// or smtp+tls:// or smtp+ssl://"),
        ("PUBLIC_URL", "clinic.example.test", "begin it with http:// or https://"),
        ("SWEEP_SECONDS", "0", "write a whole number from 1"),
        ("SWEEP_SECONDS", "soon", "write a whole number from 1"),
        ("LOG_LEVEL", "loud", "write one of DEBUG, INFO, WARNING, ERROR, CRITICAL"),
    ],
)
def test_malformed_value_names_the_setting_and_what_to_write(environ, name, value, why):
    environ(**{"DEBUG": "1", name: value})

    assert refusal() == f"{name} is not valid: {why}."


def test_value_is_read_from_the_file_and_the_environment_goes_first(environ, tmp_path):
    (tmp_path / ".env").write_text("DEBUG=1\nMAIL_FROM=file@example.test\nSWEEP_SECONDS=5\n")
    environ(MAIL_FROM="environment@example.test", DEBUG="1", SWEEP_SECONDS="")
    values = read_environment(tmp_path / ".env")

    assert (values["MAIL_FROM"], values["SWEEP_SECONDS"]) == ("environment@example.test", 30)


def test_command_without_secret_key_ends_with_the_sentence(tmp_path):
    env = {**os.environ, "DEBUG": "0", "SECRET_KEY": "", "DATA_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "manage.py", "check"], cwd=BASE_DIR, env=env, capture_output=True, text=True)

    said = done.stderr.splitlines()[-1].partition("ImproperlyConfigured: ")[2]
    assert said == "SECRET_KEY is missing: set it in the environment or in .env, or turn DEBUG on."
