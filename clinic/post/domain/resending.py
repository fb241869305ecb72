"""Sending something once more because a person asked for it."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.post.channels import choose_channel
from clinic.post.domain.planning import message_id
from clinic.post.models import MessageState, OutgoingMessage
from clinic.practice.domain.audit import record
from clinic.practice.models import User

ENDED = frozenset({MessageState.SENT, MessageState.FAILED, MessageState.AMBIGUOUS, MessageState.EXPIRED})
SHELF_LIFE = timedelta(hours=24)
COPIED = ("kind", "patient", "user", "location", "about", "context", "language", "document", "calendar",
          "calendar_method", "restrictive")  # fmt: skip


@transaction.atomic
def resend(*, message: OutgoingMessage, nonce: UUID, by: User) -> OutgoingMessage:
    """Plan a new message with the same content, due at once, and return it.

    It goes to the address the recipient has today, at any hour, and expires after 24 hours. The same `nonce` (of the
    form) returns what it planned first. Raises Refusal for one that is still waiting or was cancelled.
    """
    if message.state not in ENDED:
        raise Refusal(_("Only a message that has gone, failed or expired can be sent once more."))
    copy, is_new = message.resent_as.get_or_create(nonce=nonce, defaults=_copied(message))
    if is_new:
        record(verb="message.resend", about=message.audit_key, by=by, location=message.location)
    return copy


def _copied(message: OutgoingMessage) -> dict[str, Any]:
    key, now = uuid4(), timezone.now()
    return {
        **{name: getattr(message, name) for name in COPIED},
        "uuid": key,
        "channel": choose_channel(message.patient, message.channel, has_document=message.document_id is not None),
        "due_at": now,
        "expires_at": now + SHELF_LIFE,
        "ignores_quiet_hours": True,
        "message_id": message_id(key),
    }
