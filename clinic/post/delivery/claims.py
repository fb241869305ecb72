"""Who may send what: every step is a conditional update, so two workers never hold the same message."""

import os
import socket
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Case, Value, When
from django.db.models.functions import Now

from clinic.post.channels import choose_channel
from clinic.post.delivery.clock import CLAIM_LEASE, SENDING_LEASE, from_now
from clinic.post.models import MessageState, OutgoingMessage
from clinic.post.models.messages import OutgoingMessageQuerySet

BACK_IN_THE_OUTBOX = Case(When(unclear=0, then=Value(MessageState.SCHEDULED)), default=Value(MessageState.AMBIGUOUS))
COMES_ALONG = ("patient", "user", "location", "document")


def worker_name() -> str:
    """Return a name that no other batch of any worker has."""
    return f"{socket.gethostname()[:24]}:{os.getpid()}:{uuid4().hex[:16]}"


def expire() -> int:
    """Give up what was not sent in its time; return how many. They stay to be seen."""
    late = OutgoingMessage.objects.filter(state=MessageState.SCHEDULED, expires_at__lte=Now())
    return late.update(state=MessageState.EXPIRED)


def take_back_lapsed_claims() -> int:
    """Return to the outbox what a worker claimed and never got a permit for."""
    lapsed = OutgoingMessage.objects.filter(state=MessageState.CLAIMED, lease_until__lte=Now())
    return lapsed.update(state=BACK_IN_THE_OUTBOX, claimed_by="", lease_until=None)


def claim_batch(worker: str, size: int) -> list[OutgoingMessage]:
    """Claim up to `size` due e-mails for `worker`, oldest first, and return them."""
    with transaction.atomic():
        due = OutgoingMessage.objects.claimable().order_by("due_at", "pk")
        keys = list(due.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:size])
        OutgoingMessage.objects.waiting().filter(pk__in=keys).update(
            state=MessageState.CLAIMED, claimed_by=worker, lease_until=from_now(CLAIM_LEASE)
        )
    return list(held_by(worker, MessageState.CLAIMED).select_related(*COMES_ALONG).order_by("due_at", "pk"))


def permit(message: OutgoingMessage, **kept: Any) -> bool:
    """Ask for the permit to send: True once, for the worker whose claim still stands and whose message is in time.

    `kept` is what the recipient gets, written down in the same step.
    """
    mine = held_by(message.claimed_by, MessageState.CLAIMED).filter(pk=message.pk, lease_until__gt=Now())
    return bool(mine.due().update(state=MessageState.SENDING, lease_until=from_now(SENDING_LEASE), **kept))


def leave_to_the_desk(message: OutgoingMessage) -> bool:
    """Turn a claimed e-mail to somebody who has no address any more into a task at the desk; True if it was."""
    channel = choose_channel(message.patient, message.channel, has_document=message.document_id is not None)
    mine = held_by(message.claimed_by, MessageState.CLAIMED).filter(pk=message.pk).exclude(channel=channel)
    return bool(mine.update(state=MessageState.SCHEDULED, channel=channel, claimed_by="", lease_until=None))


def held_by(worker: str, state: MessageState) -> OutgoingMessageQuerySet:
    """Return what `worker` holds in `state`."""
    return OutgoingMessage.objects.filter(claimed_by=worker, state=state)
