"""Writing down how a try ended. One in vain leaves an attempt beside the row, in the same transaction."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from clinic.post.delivery.answers import Answer
from clinic.post.delivery.claims import BACK_IN_THE_OUTBOX
from clinic.post.delivery.clock import from_now
from clinic.post.models import DeliveryAttempt, MessageState, Outcome, OutgoingMessage
from clinic.post.rules.backoff import TRIES_TO_PREPARE, wait_after

IN_HAND = (MessageState.CLAIMED, MessageState.SENDING)
NOBODY_ANSWERED = "The connection or the worker ended before the server's answer."


def accepted(message: OutgoingMessage, answer: Answer) -> None:
    """The relay took it: the row says so, in one statement. A lease that lapsed meanwhile changes nothing."""
    mine = OutgoingMessage.objects.filter(
        pk=message.pk, claimed_by=message.claimed_by, state__in=(MessageState.SENDING, MessageState.AMBIGUOUS)
    )
    mine.update(state=MessageState.SENT, sent_at=Now(), lease_until=None, tries=F("tries") + 1, last_answer=str(answer))


def deferred(message: OutgoingMessage, answer: Answer, outcome: Outcome = Outcome.DEFERRED) -> None:
    """It was surely not taken: back to the outbox, to be tried again later."""
    wait = wait_after(message.tries + 1)
    _write(message, outcome, answer, state=BACK_IN_THE_OUTBOX, next_try_at=from_now(wait), claimed_by="")


def refused(message: OutgoingMessage, answer: Answer, outcome: Outcome = Outcome.REFUSED) -> None:
    """It will never be taken: failed, for somebody to look at."""
    _write(message, outcome, answer, state=MessageState.FAILED, claimed_by="")


def unprepared(message: OutgoingMessage, reason: str) -> None:
    """Its words or its file could not be made: try a few times, then fail."""
    ending = refused if message.tries + 1 >= TRIES_TO_PREPARE else deferred
    ending(message, Answer(None, reason), Outcome.UNPREPARED)


def unclear(message: OutgoingMessage) -> None:
    """Nobody knows whether it was taken: once more with the same Message-ID, and after a second time never again."""
    answer = Answer(None, NOBODY_ANSWERED)
    _write(
        message,
        Outcome.UNCLEAR,
        answer,
        allowed=(MessageState.SENDING,),
        state=MessageState.AMBIGUOUS,
        unclear=F("unclear") + 1,
        next_try_at=from_now(wait_after(1)),
    )


def settle_lapsed_permits() -> int:
    """Call unclear what was being sent when its worker ended; return how many."""
    lapsed = OutgoingMessage.objects.filter(state=MessageState.SENDING, lease_until__lte=Now())
    for message in lapsed:
        unclear(message)
    return len(lapsed)


@transaction.atomic
def _write(
    message: OutgoingMessage,
    outcome: Outcome,
    answer: Answer,
    allowed: tuple[MessageState, ...] = IN_HAND,
    **changes: Any,
) -> None:
    DeliveryAttempt.objects.create(message=message, outcome=outcome, code=answer.code, answer=answer.text)
    mine = OutgoingMessage.objects.filter(pk=message.pk, claimed_by=message.claimed_by, state__in=allowed)
    mine.update(lease_until=None, tries=F("tries") + 1, last_answer=str(answer), **changes)
