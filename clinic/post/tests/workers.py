"""A real worker process on the tests' database, to be killed at the wrong moment."""

import os
import subprocess
import sys

from django.conf import settings
from django.db import connection

SWEEP = """
import sys, django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from django.core.management import call_command
call_command("sweep_outbox")
"""


class Worker:
    """One process that sweeps the outbox once, sending to the SMTP server at `port`."""

    def __init__(self, port: int) -> None:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "clinic.settings",
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        }
        command = [sys.executable, "-c", SWEEP, str(connection.settings_dict["NAME"])]
        self.process = subprocess.Popen(
            command, env=environment, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()

    def kill(self) -> None:
        """End it at once: no clean-up, no goodbye."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()

    def finish(self) -> str:
        """Wait until it ends by itself and return what it said."""
        said, _nothing = self.process.communicate(timeout=60)
        assert self.process.returncode == 0, said.decode()
        return said.decode()
