"""What the other side can say to a message."""

from dataclasses import dataclass

WE_ARE_NOT_LET_IN = frozenset({530, 534, 535, 538})


@dataclass(frozen=True)
class Answer:
    """What the other side said: an SMTP code (None when it said none) and up to 480 characters."""

    code: int | None
    text: str

    def __str__(self) -> str:
        return f"{self.code or ''} {self.text}".strip()

    @property
    def is_final(self) -> bool:
        """Tell whether the server will never take it. A sign-in it refuses is our fault, not the message's."""
        return self.code is not None and self.code >= 500 and self.code not in WE_ARE_NOT_LET_IN


class NotTaken(Exception):
    """The server surely did not take the message."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(str(answer))
        self.answer = answer


class Unreachable(NotTaken):
    """There is nobody to talk to: this message and the next ones have to wait."""


class NoAnswer(Exception):
    """The connection ended after the words left and before the answer: it may have been taken."""
