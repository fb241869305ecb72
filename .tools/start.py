"""`make run` and `make clinic`: bring what is missing, prepare the clinic's folder, hand over to serve.py."""

import argparse
import os
import re
import secrets
import socket
from functools import partial
from pathlib import Path

from fetch_frontend import fetch_once
from machine import install, system_packages
from steps import PYTHON, ROOT, environment, files, fingerprint, once, run, stop

LAST_PORT = 65535


def main() -> None:
    """Prepare the demo or a clinic of one's own, then become the process that serves it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=("demo", "clinic"))
    parser.add_argument("--port", type=port_number, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    asked = parser.parse_args()
    require_free_port(asked.host, asked.port)
    install("requirements.txt")
    fetch_once()
    system_packages("run", required=False)
    env = demo_environment(asked.port) if asked.kind == "demo" else clinic_environment(asked.port)
    prepare(asked.kind, env)
    serve = (ROOT / ".tools" / "serve.py", asked.kind, asked.host, asked.port)
    os.execve(PYTHON, [str(part) for part in (PYTHON, *serve)], env)


def port_number(text: str) -> int:
    """Return the number of a port. Stops with one sentence when the text is none."""
    if not (re.fullmatch("[0-9]{1,5}", text) and 1 <= int(text) <= LAST_PORT):
        stop(f"“{text}” is not a port: choose a whole number from 1 to {LAST_PORT}, for example: make run PORT=8123")
    return int(text)


def require_free_port(host: str, port: int) -> None:
    """Stop with one sentence when something already answers there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            other = 8123 if port != 8123 else 8124
            stop(f"Port {port} cannot be used ({error}): choose another, for example: make run PORT={other}")


def demo_environment(port: int) -> dict[str, str]:
    """Return the demo's settings: everything on this machine, whatever `.env` says."""
    outside = dict.fromkeys(("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "ALLOWED_HOSTS"), "")
    here = {"DEBUG": "1", "DEMO": "1", "DATA_DIR": "var/demo", "PUBLIC_URL": f"http://localhost:{port}"}
    return environment(**outside, **here, PYTHONUNBUFFERED="1")


def clinic_environment(port: int) -> dict[str, str]:
    """Return a real clinic's settings: its own folder and secret key; what is set elsewhere goes first."""
    folder = os.environ.get("DATA_DIR", "var/clinic")
    unset = {"PUBLIC_URL": f"http://localhost:{port}"} if "PUBLIC_URL" not in known_settings() else {}
    key = {} if "SECRET_KEY" in known_settings() else {"SECRET_KEY": secret_key(ROOT / folder)}
    return environment(DEBUG="0", DEMO="0", DATA_DIR=folder, PYTHONUNBUFFERED="1", **unset, **key)


def known_settings() -> set[str]:
    """Return the names set in the environment or in `.env`."""
    dotenv = ROOT / ".env"
    lines = dotenv.read_text().splitlines() if dotenv.is_file() else []
    return {name for name, value in os.environ.items() if value} | {
        line.removeprefix("export ").partition("=")[0].strip() for line in lines
    }


def secret_key(folder: Path) -> str:
    """Return the clinic's secret key, made once and readable only by its owner."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "secret_key"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()


def prepare(kind: str, env: dict[str, str]) -> None:
    """Bring the folder up to date: tables, catalogue, then demo clinic or collected static files."""
    data = ROOT / env["DATA_DIR"]
    stamps = data / "stamps"
    if not (data / "clinic.sqlite3").exists():
        for stamp in stamps.glob("*"):
            stamp.unlink()
    code = [path for room in ("clinic", "patients", "treatments") for path in files(ROOT / room, "*.py", "*.yaml")]
    mark = fingerprint(ROOT / "requirements.txt", *code, env.get("DATABASE_URL", ""))

    def step(title: str, *commands: str, mark: str = mark) -> None:
        once(title, stamps / commands[0].split()[0], mark, partial(manage, env, *commands))

    step("Database", "migrate --no-input", "createcachetable")
    step("Catalogue", "load_catalogue --skip-checks")
    step("Kinds of visit", "make_visit_types --skip-checks")
    if kind == "demo":
        once("Demo clinic", stamps / "seed_demo", mark, partial(seed, env, data / "sign-ins.txt"))
    else:
        looks = files(ROOT / "static", "*")
        collect = "collectstatic --no-input --clear --skip-checks -i noto-sans -i axe -i document.css"
        step("Static files", collect, mark=fingerprint(ROOT / "requirements.txt", *looks))


def seed(env: dict[str, str], sign_ins: Path) -> None:
    """Fill the demo clinic and keep what it says: who can sign in, and how."""
    sign_ins.write_text(run(PYTHON, "manage.py", "seed_demo", "--skip-checks", env=env))


def manage(env: dict[str, str], *commands: str) -> None:
    """Run management commands one after another."""
    for command in commands:
        run(PYTHON, "manage.py", *command.split(), env=env)


if __name__ == "__main__":
    main()
