"""Run web, worker and beat as one group: all start together, and when one ends or Ctrl-C is pressed, all end."""

import os
import shlex
import signal
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from honcho.manager import Manager
from honcho.printer import Printer

from steps import PYTHON, ROOT

ANSWER_WITHIN = 60
QUIET = (
    "started (pid",
    "sending SIG",
    "SIGINT received",
    "SIGTERM received",
    "stopped (rc",
    "signal 15 (SIGTERM)",
    "Warm shutdown",
)


class Calm(Printer):
    """Prints what the processes say, without the bookkeeping of starting and stopping them."""

    def write(self, message):  # type: ignore[no-untyped-def]
        text = message.data if isinstance(message.data, str) else message.data.decode(errors="replace")
        if text.strip() and not any(words in text for words in QUIET):
            super().write(message)


def commands(host: str, port: str, data: Path) -> dict[str, tuple[str, ...]]:
    """Return the command line of each process of the group."""
    celery = ("-W", "ignore:::celery.platforms", "-m", "celery", "--quiet", "-A", "clinic")
    alone = ("--without-gossip", "--without-mingle", "--without-heartbeat")
    return {
        "web": (
            *(
                "-m",
                "gunicorn",
                "clinic.wsgi",
                "--bind",
                f"{host}:{port}",
                "--workers",
                "2",
                "--threads",
                "4",
                "--preload",
            ),
            *("--log-level", "warning", "--graceful-timeout", "3", "--no-control-socket"),
        ),
        "worker": (*celery, "worker", "-c", "2", "-Q", "mail,pdf,default", "--loglevel", "WARNING", *alone),
        "beat": (
            *celery,
            "beat",
            "--loglevel",
            "WARNING",
            "--pidfile=",
            "--schedule",
            str(data / "broker" / "schedule"),
        ),
    }


def welcome(kind: str, port: str) -> None:
    """Wait until the web answers, then print where to go."""
    address = f"http://127.0.0.1:{port}/"
    end = time.monotonic() + ANSWER_WITHIN
    while time.monotonic() < end:
        if answers(address):
            print(f"\n  The clinic is open: http://localhost:{port}/\n", flush=True)
            if kind == "demo":
                print((ROOT / os.environ["DATA_DIR"] / "sign-ins.txt").read_text(), flush=True)
            print("  Ctrl-C closes it.\n", flush=True)
            return
        time.sleep(0.2)
    print(f"! The web process has not answered within {ANSWER_WITHIN} s; its messages are above.", flush=True)


def answers(address: str) -> bool:
    """Tell whether a page comes back, whatever it says."""
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


def main() -> None:
    """Start the group and wait until it has ended."""
    kind, host, port = sys.argv[1:4]
    manager = Manager(Calm(sys.stdout))
    for name, words in commands(host, port, ROOT / os.environ["DATA_DIR"]).items():
        manager.add_process(name, shlex.join(["exec", str(PYTHON), *words]), env=dict(os.environ), cwd=str(ROOT))
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    threading.Thread(target=welcome, args=(kind, port), daemon=True).start()
    manager.loop()
    print("The clinic is closed.", flush=True)
    sys.exit(0 if manager.returncode in (130, 143) else manager.returncode)


if __name__ == "__main__":
    main()
