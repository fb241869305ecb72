"""A message's words: templates/messages/<kind>/ in the recipient's language and the location's wall time."""

from dataclasses import dataclass
from typing import Any

from django.template import Context, engines
from django.utils import timezone, translation

from clinic.post.models import OutgoingMessage
from clinic.practice.models import Practice


@dataclass(frozen=True)
class Words:
    """What the recipient reads: one line, plain text, and the same as HTML."""

    subject: str
    text: str
    html: str


def render_words(message: OutgoingMessage, *, links: dict[str, str], house: str | None = None) -> Words:
    """Return the words of `message`, with `links` as addresses by name (none at the desk).

    `house` is the clinic's name, for whoever writes many letters and has asked for it once.
    """
    data = {**message.context, **_surroundings(message, house_name() if house is None else house), "links": links}
    with translation.override(message.language), timezone.override(message.location.tzinfo):
        return Words(
            subject=_render(message.kind, "subject.txt", data, autoescape=False).strip(),
            text=_render(message.kind, "body.txt", data, autoescape=False).strip() + "\n",
            html=_render(message.kind, "body.html", data, autoescape=True).strip() + "\n",
        )


def house_name() -> str:
    """Return the clinic's name as its messages say it."""
    practice = Practice.objects.first()
    return practice.name if practice else ""


def _surroundings(message: OutgoingMessage, house: str) -> dict[str, Any]:
    recipient = message.patient or message.user
    return {
        "recipient_name": recipient.name if recipient else "",
        "practice_name": house or message.location.name,
        "location": message.location,
        "language": message.language,
        "has_document": message.document_id is not None,
    }


def _render(kind: str, part: str, data: dict[str, Any], *, autoescape: bool) -> str:
    template = engines["django"].get_template(f"messages/{kind}/{part}").template  # type: ignore[attr-defined]
    return template.render(Context(data, autoescape=autoescape))
