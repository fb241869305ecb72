"""Messages that a person carries: printed and handed over, or said on the telephone."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.post.delivery.words import render_words
from clinic.post.models import MessageState, OutgoingMessage
from clinic.post.models.waiting import HELD_UP
from clinic.practice.domain.audit import record
from clinic.practice.models import User


@transaction.atomic
def mark_done(*, message: OutgoingMessage, by: User) -> OutgoingMessage:
    """Tick off a print or telephone task: `by` handed it over or said it. Return the message, now sent.

    What it said is kept like the words of an e-mail. Raises Refusal when it is not on the desk: not due, expired,
    cancelled, waiting for its document, or ticked off already.
    """
    words = render_words(message, links={})
    open_task = OutgoingMessage.objects.on_the_desk().exclude(HELD_UP).filter(pk=message.pk).exists()
    if not open_task or not OutgoingMessage.objects.filter(pk=message.pk, state=MessageState.SCHEDULED).update(
        state=MessageState.SENT,
        sent_at=timezone.now(),
        done_by=by,
        subject=words.subject,
        body_text=words.text,
        body_html=words.html,
    ):
        raise Refusal(_("This task is no longer open."))
    record(verb="message.done", about=message.audit_key, by=by, location=message.location)
    message.refresh_from_db()
    return message
