"""Messages per second: one process sweeping the outbox, against a bare loop that opens a connection for every mail.

Both send the same words to the same SMTP sink, which runs in a process of its own. The loop gets its mails ready made
and keeps no record; the sweep claims, renders, asks for its permit and writes down every answer.
"""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from bench.measures import Measure

MESSAGES = 200


def rounds(count: int = 9, messages: int = MESSAGES) -> Iterator[dict[str, float]]:
    """Yield, for each of `count` interleaved rounds, seconds per message of the "sweep" and of the "loop".

    Needs a database that may be filled: rows are made and deleted.
    """
    with mail_sink() as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        for _round in range(count):
            ready_made = _plan(messages)
            yield {"loop": _loop(ready_made) / messages, "sweep": _sweep(messages) / messages}


@contextmanager
def mail_sink() -> Iterator[int]:
    """Run an SMTP server that forgets what it takes; yield its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Sink"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("The mail sink did not start.")


def _plan(count: int) -> list[EmailMultiAlternatives]:
    """Put `count` due messages in the outbox and return the same mails ready made."""
    from clinic.post.delivery.envelope import write_letter
    from clinic.post.models import OutgoingMessage
    from clinic.post.tests.factories import OutgoingMessageFactory
    from clinic.practice.tests.factories import LocationFactory, PracticeFactory

    OutgoingMessage.objects.all().delete()
    PracticeFactory()
    location = LocationFactory()
    return [write_letter(message).mail for message in OutgoingMessageFactory.create_batch(count, location=location)]


def _loop(mails: list[EmailMultiAlternatives]) -> float:
    begun = time.perf_counter()
    for mail in mails:
        get_connection().send_messages([mail])
    return time.perf_counter() - begun


def _sweep(expected: int) -> float:
    from clinic.post.delivery.sweep import sweep

    begun = time.perf_counter()
    counts = sweep()
    took = time.perf_counter() - begun
    if counts["sent"] != expected:
        raise RuntimeError(f"The sweep sent {counts['sent']} of {expected} messages.")
    return took


MEASURES = (
    Measure("One message sent from the outbox, against a connection for every mail", rounds, "sweep", "loop", 2.0),
)
