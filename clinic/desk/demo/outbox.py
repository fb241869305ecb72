"""The demonstration's outbox: what was planned by the domain, some of it told as already gone, one of every ending.

Nothing of this was ever sent; every attempt says so.
"""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from clinic.diary.models import Visit
from clinic.post.delivery.words import render_words
from clinic.post.domain import Content, Timing, plan_message
from clinic.post.models import DeliveryAttempt, MessageState, Outcome, OutgoingMessage
from patients.models.people import Channel
from treatments.domain.messages import visit_context

SAID = "Demonstration: this message was never sent to anybody."
SECRET = "https://clinic.example.test/p/…"


def remember(visit: Visit) -> None:
    """Tell the confirmation of a visit that lies in the past as sent at its time."""
    told = visit.starts_at - timedelta(days=10)
    message = plan_message(
        content=Content(kind="confirmation", context=visit_context(visit)),
        timing=Timing(due_at=told, expires_at=visit.starts_at),
        about=visit.key,
        location=visit.location,
        patient=visit.patient,
    )
    gone(message)


def tell_the_past() -> None:
    """Tell every e-mail that was due before now as sent, but those that wait for their sheet."""
    due = OutgoingMessage.objects.filter(state=MessageState.SCHEDULED, channel=Channel.EMAIL)
    late = due.filter(due_at__lt=timezone.now() - timedelta(hours=1)).filter(Q(document=None))
    for message in late.select_related("patient", "location"):
        gone(message)


def every_ending() -> None:
    """Take messages that still wait, and give each a different ending."""
    waiting = list(
        OutgoingMessage.objects.filter(state=MessageState.SCHEDULED, channel=Channel.EMAIL, kind="confirmation")
        .select_related("patient", "location")
        .order_by("-due_at", "pk")[:12]
    )
    refused = "550 5.1.1 Demonstration: no such mailbox"
    for message in waiting[:2]:
        _end(message, MessageState.FAILED, Outcome.REFUSED, 550, refused, last_answer=refused)
    unsure = "Demonstration: the connection ended before the answer"
    for _twice in range(2):
        DeliveryAttempt.objects.create(message=waiting[2], outcome=Outcome.UNCLEAR, answer=unsure)
    _set(waiting[2], state=MessageState.AMBIGUOUS, unclear=2, tries=2, last_answer=unsure)
    in_hand = {"claimed_by": "demonstration", "lease_until": timezone.now() + timedelta(minutes=30)}
    _set(waiting[3], state=MessageState.CLAIMED, **in_hand)
    _set(waiting[4], state=MessageState.SENDING, **in_hand)
    _expire(waiting[5])
    for message in waiting[6:]:
        gone(message)


def on_the_desk() -> None:
    """Let what has to be printed or said wait on the desk already."""
    tasks = OutgoingMessage.objects.filter(
        state=MessageState.SCHEDULED, channel__in=[Channel.PRINT, Channel.PHONE], kind__in=["confirmation", "reminder"]
    )
    for message in tasks.order_by("due_at")[:4]:
        _set(message, due_at=timezone.now() - timedelta(hours=2))


def gone(message: OutgoingMessage) -> None:
    """Tell the message as sent when it was due, with its words as the patient would have read them."""
    when = min(message.due_at, timezone.now() - timedelta(hours=1))
    words = render_words(message, links=dict.fromkeys(message.context.get("links", {}), SECRET))
    recipient = {"recipient": message.address} if message.channel == Channel.EMAIL else {}
    _set(
        message,
        state=MessageState.SENT,
        sent_at=when,
        tries=1,
        subject=words.subject,
        body_text=words.text,
        body_html=words.html,
        last_answer=SAID,
        **recipient,
    )


def _expire(message: OutgoingMessage) -> None:
    then = timezone.now() - timedelta(days=2)
    _set(message, state=MessageState.EXPIRED, due_at=then, expires_at=then + timedelta(hours=3))


def _end(message: OutgoingMessage, state: str, outcome: str, code: int, answer: str, **more: Any) -> None:
    _set(message, state=state, tries=1, recipient=message.address, **more)
    _attempt(message, outcome, code, answer, at=timezone.now() - timedelta(minutes=40))


def _attempt(message: OutgoingMessage, outcome: str, code: int, answer: str, *, at: Any) -> None:
    attempt = DeliveryAttempt.objects.create(message=message, outcome=outcome, code=code, answer=answer)
    DeliveryAttempt.objects.filter(pk=attempt.pk).update(at=at)


def _set(message: OutgoingMessage, **changes: Any) -> None:
    OutgoingMessage.objects.filter(pk=message.pk).update(**changes)
