"""Calling messages back in the transaction of the change they follow."""

from collections.abc import Collection

from django.db import models, transaction
from django.db.models import Q

from clinic.post.models import MessageState, OutgoingMessage
from clinic.post.models.waiting import UNCLEAR_ONCE

CAN_BE_CALLED_BACK = Q(state__in=[MessageState.SCHEDULED, MessageState.CLAIMED]) | UNCLEAR_ONCE


@transaction.atomic
def cancel_messages(*, about: str, reason: str, kinds: Collection[str] | None = None) -> int:
    """Cancel every message that hangs on the key `about` and has not left; return how many.

    `kinds` narrows it. One that a worker is preparing loses its permit, so nothing is sent. One being sent or sent
    stays. One of unclear end (it may have arrived) is not sent a second time.
    """
    messages = OutgoingMessage.objects.filter(CAN_BE_CALLED_BACK, about=about)
    if kinds is not None:
        messages = messages.filter(kind__in=kinds)
    return _cancel(messages, reason)


@transaction.atomic
def cancel_message(*, message: OutgoingMessage, reason: str) -> bool:
    """Cancel one message; return whether it could still be called back."""
    return bool(_cancel(OutgoingMessage.objects.filter(CAN_BE_CALLED_BACK, pk=message.pk), reason))


def _cancel(messages: models.QuerySet[OutgoingMessage], reason: str) -> int:
    return messages.update(
        state=MessageState.CANCELLED, cancel_reason=reason[:200], claimed_by="", lease_until=None, next_try_at=None
    )
