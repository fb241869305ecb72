"""A real SMTP peer that keeps what arrives, answers as told, and can stop in the middle of a conversation."""

import asyncio
import socket
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Pause:
    """A place in the conversation where the server waits, so that a test can do something meanwhile."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.go_on = threading.Event()

    def open(self) -> None:
        """Let the conversation go on."""
        self.go_on.set()

    async def wait(self) -> None:
        self.reached.set()
        await asyncio.get_running_loop().run_in_executor(None, self.go_on.wait, 30)


class MailSink:
    """`letters` arrived and were answered with 250; `answers` are given first, one for each letter."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.answers: list[str] = []
        self.at_connect: Pause | None = None
        self.at_mail: Pause | None = None
        self.at_data: Pause | None = None
        self.drop_at_data = False
        self.hangs_up = False
        self.letters_a_connection: int | None = None
        self.connections = 0
        self.host, self.port = "127.0.0.1", _free_port()

    def __enter__(self) -> "MailSink":
        self.controller = _Door(_Handler(self), hostname=self.host, port=self.port)
        self.controller.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.controller.stop(no_assert=True)

    def ids(self) -> list[str]:
        """Return the Message-IDs in the order of arrival."""
        return [letter["Message-ID"] for letter in self.letters]


class _Door(Controller):
    def factory(self) -> SMTP:
        return _Conversation(self.handler, **self.SMTP_kwargs)


class _Conversation(SMTP):
    async def _handle_client(self) -> None:
        pause = self.event_handler.sink.at_connect
        if pause:
            await pause.wait()
        await super()._handle_client()


class _Handler:
    def __init__(self, sink: MailSink) -> None:
        self.sink = sink

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]) -> Any:
        self.sink.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.sink.at_mail:
            await self.sink.at_mail.wait()
        if self.sink.letters_a_connection is not None:
            session.letters = getattr(session, "letters", 0) + 1
            if session.letters > self.sink.letters_a_connection:
                return "421 too many messages, call again"
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.sink.at_data:
            await self.sink.at_data.wait()
        answer = self.sink.answers.pop(0) if self.sink.answers else f"250 OK kept as {len(self.sink.letters) + 1}"
        if answer.startswith("250"):
            self.sink.letters.append(message_from_bytes(envelope.content, policy=policy.default))
            self.sink.recipients += envelope.rcpt_tos
        if self.sink.hangs_up:
            asyncio.get_running_loop().call_later(0.02, server.transport.close)
        if self.sink.drop_at_data:
            self.sink.drop_at_data = False
            server.transport.abort()
            await asyncio.sleep(0.05)
        return answer


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
