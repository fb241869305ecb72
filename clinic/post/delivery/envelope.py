"""From a message to what goes over the wire, everything slow done."""

from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email

from clinic.post.delivery.links import issue_links
from clinic.post.delivery.words import Words, house_name, render_words
from clinic.post.models import OutgoingMessage

CALENDAR_FILE = "appointment.ics"


@dataclass(frozen=True)
class Letter:
    """A message ready for the wire: envelope, content, and the words as they are kept."""

    sender: str
    recipient: str
    mail: EmailMultiAlternatives
    content: bytes
    words: Words

    def kept(self) -> dict[str, Any]:
        """Return what is written on the message's row when it goes."""
        return {
            "recipient": self.recipient,
            "subject": self.words.subject,
            "body_text": self.words.text,
            "body_html": self.words.html,
        }


def write_letter(message: OutgoingMessage, house: str | None = None) -> Letter:
    """Return `message` as a letter: text, HTML, calendar and PDF, with the row's Message-ID.

    Raises ValidationError for an address that is none, BadHeaderError for a subject of two lines, OSError when the
    document's file is not there.
    """
    address = message.address
    validate_email(address)
    links = issue_links(message)
    words = render_words(message, links=links.addresses, house=house)
    mail = _compose(message, address, words)
    mail.from_email = _sender(house_name() if house is None else house)
    return Letter(
        sender=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        recipient=_on_the_wire(address),
        mail=mail,
        content=mail.message().as_bytes(linesep="\r\n"),  # type: ignore[call-arg]
        words=links.masked(words),
    )


def _compose(message: OutgoingMessage, address: str, words: Words) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        subject=words.subject,
        body=words.text,
        to=[address],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(words.html, "text/html")
    if message.calendar:
        mail.attach_alternative(message.calendar, f"text/calendar; method={message.calendar_method or 'REQUEST'}")
        mail.attach(CALENDAR_FILE, message.calendar.encode(), "application/ics")
    if message.document is not None:
        mail.attach(message.document.file_name, message.document.read(), "application/pdf")
    return mail


def _sender(house: str) -> str:
    """Return the sender as the recipient sees it: the name in MAIL_FROM, or else the clinic's."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or house, address))


def _on_the_wire(address: str) -> str:
    """Return the address with its domain in ASCII, as mail servers speak."""
    local, _at, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode('ascii')}"
