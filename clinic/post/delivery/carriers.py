"""Who carries the letters: the mail server, or whatever else Django's EMAIL_BACKEND names (files in the demo)."""

from typing import Protocol

from django.conf import settings
from django.core.mail import get_connection

from clinic.post.delivery.answers import Answer, NotTaken
from clinic.post.delivery.envelope import Letter
from clinic.post.delivery.smtp import AnsweringBackend

DJANGO_SMTP = "django.core.mail.backends.smtp.EmailBackend"
KEPT_HERE = Answer(None, "Kept on this machine: no mail server is set.")


class Carrier(Protocol):
    def connect(self) -> bool: ...
    def hand_over(self, letter: Letter) -> Answer: ...
    def close(self) -> None: ...


class LocalCarrier:
    """Keeps letters on this machine."""

    def __init__(self) -> None:
        self.backend = get_connection()

    def connect(self) -> bool:
        """There is nobody to call."""
        return False

    def hand_over(self, letter: Letter) -> Answer:
        """Keep the letter. Raises NotTaken when the folder cannot be written."""
        try:
            self.backend.send_messages([letter.mail])
        except OSError as error:
            raise NotTaken(Answer(None, f"The letter could not be written ({type(error).__name__}).")) from error
        return KEPT_HERE

    def close(self) -> None:
        """Let the backend end its file."""
        self.backend.close()


def find_carrier() -> Carrier:
    """Return the carrier that the settings name."""
    return AnsweringBackend() if settings.EMAIL_BACKEND == DJANGO_SMTP else LocalCarrier()
