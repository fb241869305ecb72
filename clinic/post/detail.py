"""What the page of one message shows."""

from typing import Any
from uuid import uuid4

from django.template import TemplateDoesNotExist, TemplateSyntaxError

from clinic.post.delivery.links import MASK
from clinic.post.delivery.words import Words, render_words
from clinic.post.domain.resending import ENDED
from clinic.post.models import MessageState, OutgoingMessage
from clinic.post.models.waiting import DESK_CHANNELS
from patients.models.documents import DocumentState

TO_COME = frozenset({MessageState.SCHEDULED, MessageState.CLAIMED})


def describe(message: OutgoingMessage, *, readable: bool) -> dict[str, Any]:
    """Return the page's context; words, subject and document only if `readable`."""
    return {
        "message": message,
        "attempts": list(message.attempts.all()),
        "was_accepted": message.state == MessageState.SENT and message.channel not in DESK_CHANNELS,
        "readable": readable,
        "words": _words(message) if readable else None,
        "is_preview": not message.body_text,
        "hides_a_link": MASK in message.body_text,
        "document": message.document if readable else None,
        "waits_for_document": message.state in TO_COME and _waits(message),
        "may_cancel": readable and _may_be_called_back(message),
        "may_resend": message.state in ENDED,
        "nonce": uuid4(),
        "is_desk_task": message.state == MessageState.SCHEDULED and message.channel in DESK_CHANNELS,
    }


def _words(message: OutgoingMessage) -> Words | None:
    """Return what was sent, or before that what would be; None when its words are broken."""
    if message.body_text:
        return Words(message.subject, message.body_text, message.body_html)
    try:
        return render_words(message, links={})
    except (TemplateDoesNotExist, TemplateSyntaxError, ValueError, TypeError):
        return None


def _waits(message: OutgoingMessage) -> bool:
    return message.document is not None and message.document.state != DocumentState.READY


def _may_be_called_back(message: OutgoingMessage) -> bool:
    return message.state in TO_COME or (message.state == MessageState.AMBIGUOUS and message.unclear == 1)
