"""Planning what leaves the clinic. Every verb works in the caller's transaction: no change, no message."""

from datetime import datetime
from email.utils import parseaddr
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.post.channels import choose_channel
from clinic.post.models import MessageState, OutgoingMessage
from clinic.post.rules.quiet_hours import sending_time
from clinic.practice.models import Location, User
from patients.models import Document, Patient


@transaction.atomic
def plan_message(
    *,
    kind: str,
    location: Location,
    about: str,
    due_at: datetime,
    expires_at: datetime,
    patient: Patient | None = None,
    user: User | None = None,
    context: dict[str, Any] | None = None,
    channel: str | None = None,
    language: str | None = None,
    document: Document | None = None,
    calendar: str = "",
    calendar_method: str = "",
    restrictive: bool = False,
    ignores_quiet_hours: bool = False,
) -> OutgoingMessage:
    """Put one message to a patient or a member of staff in the outbox and return it.

    `kind` names the folder of its words, `context` is their plain data (times as ISO strings; `links` as
    {"care": {"purpose": …, "about": …, "expires_at": …}} becomes addresses when it is sent). `about` is the key it
    hangs on ("visit:<uuid>"). It goes at `due_at`, moved out of the quiet hours of `location` (a `restrictive` one
    earlier, any other later) unless it `ignores_quiet_hours`, and never from `expires_at` on. A `document` that is
    not ready holds it back. `channel` and `language` default to the patient's; without an address it becomes a task
    at the desk.

    Raises ValueError when it would expire before it is due, or has not exactly one recipient.
    """
    if (patient is None) == (user is None):
        raise ValueError("A message goes to one patient or to one member of staff.")
    key = uuid4()
    return OutgoingMessage.objects.create(
        uuid=key,
        kind=kind,
        patient=patient,
        user=user,
        location=location,
        about=about,
        due_at=_sending_time(due_at, expires_at, location, restrictive, ignores_quiet_hours),
        expires_at=expires_at,
        context=context or {},
        channel=choose_channel(patient, channel or "", has_document=document is not None),
        language=language or (patient.language if patient else settings.LANGUAGE_CODE),
        document=document,
        calendar=calendar,
        calendar_method=calendar_method,
        restrictive=restrictive,
        ignores_quiet_hours=ignores_quiet_hours,
        message_id=f"<{key}@{sender_domain()}>",
    )


@transaction.atomic
def reschedule_message(*, message: OutgoingMessage, due_at: datetime) -> OutgoingMessage:
    """Move a waiting message to `due_at` (out of the quiet hours) and return it.

    A worker that has it in hand loses it. Raises Refusal when it is already on its way or gone, ValueError when it
    would expire before.
    """
    due_at = _sending_time(
        due_at, message.expires_at, message.location, message.restrictive, message.ignores_quiet_hours
    )
    waiting = OutgoingMessage.objects.filter(
        pk=message.pk, state__in=[MessageState.SCHEDULED, MessageState.CLAIMED], unclear=0
    )
    if not waiting.update(
        state=MessageState.SCHEDULED, due_at=due_at, claimed_by="", lease_until=None, next_try_at=None
    ):
        raise Refusal(_("This message is already on its way, or gone."))
    message.refresh_from_db()
    return message


def sender_domain() -> str:
    """Return the domain of the clinic's sender address, which stands in every Message-ID."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def _sending_time(
    due_at: datetime, expires_at: datetime, location: Location, restrictive: bool, ignores_quiet_hours: bool
) -> datetime:
    if due_at >= expires_at:
        raise ValueError("A message must be due before it expires.")
    return sending_time(
        due_at, expires_at, location.tzinfo, restrictive=restrictive, ignores_quiet_hours=ignores_quiet_hours
    )
