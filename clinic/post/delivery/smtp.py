"""The mail server: one connection for many messages, and its last word kept."""

import smtplib

from django.core.mail.backends.smtp import EmailBackend

from clinic.post.delivery.answers import Answer, NoAnswer, NotTaken, Unreachable
from clinic.post.delivery.envelope import Letter

CLOSING = 421


class AnsweringBackend(EmailBackend):
    """Django's SMTP backend, with the server's reply to each message."""

    connection: smtplib.SMTP | None

    def connect(self) -> bool:
        """Open the connection unless it stands; return whether it is new. Raises Unreachable."""
        try:
            return bool(self.open())
        except smtplib.SMTPResponseException as error:
            self.hang_up()
            raise Unreachable(_answer(error.smtp_code, error.smtp_error)) from error
        except OSError as error:
            self.hang_up()
            raise Unreachable(_silence(error)) from error

    def hand_over(self, letter: Letter) -> Answer:
        """Send `letter` and return the server's answer.

        Raises NotTaken when the server said no, Unreachable when it is not there, NoAnswer when the end is unknown.
        """
        is_new = self.connect()
        try:
            self._address(letter)
        except smtplib.SMTPResponseException as error:
            self._forget_envelope(error.smtp_code)
            if error.smtp_code == CLOSING and not is_new:
                return self.hand_over(letter)
            raise NotTaken(_answer(error.smtp_code, error.smtp_error)) from error
        except OSError as error:
            self.hang_up()
            if not is_new:  # the server had ended the quiet connection: nothing was said yet
                return self.hand_over(letter)
            raise Unreachable(_silence(error)) from error
        return self._send_content(letter.content)

    def close(self) -> None:
        """Say goodbye; whether the server still hears it does not matter."""
        try:
            super().close()
        except OSError:
            self.hang_up()

    def hang_up(self) -> None:
        """End the connection without a word."""
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    def _address(self, letter: Letter) -> None:
        assert self.connection is not None
        server = self.connection
        server.ehlo_or_helo_if_needed()
        options = [f"size={len(letter.content)}"] if server.has_extn("size") else []
        options += ["BODY=8BITMIME"] if server.has_extn("8bitmime") else []
        _expect_yes(server.mail(letter.sender, options))
        _expect_yes(server.rcpt(letter.recipient))

    def _send_content(self, content: bytes) -> Answer:
        assert self.connection is not None
        words: bytes | str
        try:
            code, words = self.connection.data(content)
        except smtplib.SMTPDataError as error:  # it did not want to hear the content
            code, words = error.smtp_code, error.smtp_error
        except OSError as error:
            self.hang_up()
            raise NoAnswer from error
        if code != 250:
            self._forget_envelope(code)
            raise NotTaken(_answer(code, words))
        return _answer(code, words)

    def _forget_envelope(self, code: int) -> None:
        """Make the connection fit for the next message, or end it."""
        if code == CLOSING or self.connection is None:
            return self.hang_up()
        try:
            self.connection.rset()
        except OSError:
            self.hang_up()
        return None


def _answer(code: int, words: bytes | str) -> Answer:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return Answer(code if code > 0 else None, " ".join(text.split())[:480])


def _silence(error: OSError) -> Answer:
    return Answer(None, f"The mail server was not reached ({type(error).__name__}).")


def _expect_yes(reply: tuple[int, bytes]) -> None:
    if not 200 <= reply[0] < 300:
        raise smtplib.SMTPResponseException(*reply)
