"""Planning what leaves the clinic. Every verb works in the caller's transaction: no change, no message."""

from datetime import datetime
from email.utils import parseaddr
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.post.channels import choose_channel
from clinic.post.domain.content import Content, Timing
from clinic.post.models import MessageState, OutgoingMessage
from clinic.practice.models import Location, User
from patients.models import Patient


@transaction.atomic
def plan_message(
    *,
    content: Content,
    timing: Timing,
    about: str,
    location: Location,
    patient: Patient | None = None,
    user: User | None = None,
    channel: str = "",
) -> OutgoingMessage:
    """Put one message to a patient or a member of staff in the outbox and return it.

    `about` is the key it hangs on ("visit:<uuid>"). `channel` defaults to the patient's; without an address it
    becomes a task at the desk. Raises ValueError when it would expire before it is due, or has not exactly one
    recipient.
    """
    if (patient is None) == (user is None):
        raise ValueError("A message goes to one patient or to one member of staff.")
    return OutgoingMessage.objects.create(
        about=about,
        location=location,
        patient=patient,
        user=user,
        channel=choose_channel(patient, channel, has_document=content.document is not None),
        **_named(),
        **_said(content, patient),
        **_timed(timing, location),
    )


@transaction.atomic
def reschedule_message(*, message: OutgoingMessage, due_at: datetime) -> OutgoingMessage:
    """Move a waiting message to `due_at` (out of the quiet hours) and return it.

    A worker that has it in hand loses it. Raises Refusal when it is already on its way or gone, ValueError when it
    would expire before.
    """
    timing = Timing(
        due_at=due_at,
        expires_at=message.expires_at,
        restrictive=message.restrictive,
        ignores_quiet_hours=message.ignores_quiet_hours,
    )
    if not _move(message, timing.sending_time(message.location)):
        raise Refusal(_("This message is already on its way, or gone."))
    message.refresh_from_db()
    return message


def message_id(key: UUID) -> str:
    """Return the Message-ID of the message `key`; it stands on every copy of it."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{key}@{domain}>"


def _named() -> dict[str, Any]:
    key = uuid4()
    return {"uuid": key, "message_id": message_id(key)}


def _said(content: Content, patient: Patient | None) -> dict[str, Any]:
    language = content.language or (patient.language if patient else settings.LANGUAGE_CODE)
    return {**vars(content), "language": language}


def _timed(timing: Timing, location: Location) -> dict[str, Any]:
    return {**vars(timing), "due_at": timing.sending_time(location)}


def _move(message: OutgoingMessage, due_at: datetime) -> bool:
    still_here = [MessageState.SCHEDULED, MessageState.CLAIMED]
    waiting = OutgoingMessage.objects.filter(pk=message.pk, state__in=still_here, unclear=0)
    return bool(
        waiting.update(state=MessageState.SCHEDULED, due_at=due_at, claimed_by="", lease_until=None, next_try_at=None)
    )
