from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from clinic.post.models.states import MessageState
from patients.models.documents import DocumentState
from patients.models.people import Channel

if TYPE_CHECKING:
    pass

DESK_CHANNELS = (Channel.PRINT, Channel.PHONE)
UNCLEAR_ONCE = Q(state=MessageState.AMBIGUOUS, unclear=1)
WAITING = Q(state=MessageState.SCHEDULED) | UNCLEAR_ONCE
HELD_UP = Q(document__isnull=False) & ~Q(document__state=DocumentState.READY)


class OutgoingMessageQuerySet(models.QuerySet["OutgoingMessage"]):
    """The outbox in the clinic's words. Every comparison with the time asks the database's clock."""

    def waiting(self) -> "OutgoingMessageQuerySet":
        """Return what still has to go: scheduled, or unclear once and to be sent once more."""
        return self.filter(WAITING)

    def due(self) -> "OutgoingMessageQuerySet":
        """Return what is due now and not yet worthless."""
        return self.filter(due_at__lte=Now(), expires_at__gt=Now())

    def claimable(self) -> "OutgoingMessageQuerySet":
        """Return the e-mails that a worker may take now."""
        rested = Q(next_try_at=None) | Q(next_try_at__lte=Now())
        return self.waiting().due().filter(rested, channel=Channel.EMAIL).exclude(HELD_UP)

    def held_up(self) -> "OutgoingMessageQuerySet":
        """Return what is due but waits for a document that is not ready."""
        return self.waiting().due().filter(HELD_UP)

    def on_the_desk(self) -> "OutgoingMessageQuerySet":
        """Return what somebody has to print or to say on the telephone now."""
        return self.filter(state=MessageState.SCHEDULED, channel__in=DESK_CHANNELS).due()

    def needs_attention(self) -> "OutgoingMessageQuerySet":
        """Return what did not go as planned: failed, unclear, expired, tried in vain, or held up."""
        gone_wrong = [MessageState.FAILED, MessageState.AMBIGUOUS, MessageState.EXPIRED]
        tried_in_vain = Q(state=MessageState.SCHEDULED, tries__gt=0)
        late_document = Q(state=MessageState.SCHEDULED, due_at__lte=Now()) & HELD_UP
        return self.filter(Q(state__in=gone_wrong) | tried_in_vain | late_document)
