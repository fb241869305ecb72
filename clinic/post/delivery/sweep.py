"""One walk through the outbox."""

import logging
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing

from clinic.post.delivery import claims, outcomes
from clinic.post.delivery.answers import Answer, NoAnswer, NotTaken, Unreachable
from clinic.post.delivery.carriers import Carrier, find_carrier
from clinic.post.delivery.envelope import Letter, write_letter
from clinic.post.delivery.words import house_name
from clinic.post.models import OutgoingMessage

logger = logging.getLogger(__name__)

BATCH = 50
PATIENCE = 120.0


def sweep() -> Counter[str]:
    """Settle what is late or left behind, then send what is due, batch by batch; return what happened, counted.

    Any number of sweeps may run at once. After PATIENCE seconds the rest is left to the next bell.
    """
    counts: Counter[str] = Counter(
        taken_back=claims.take_back_lapsed_claims(),
        unclear=outcomes.settle_lapsed_permits(),
        expired=claims.expire(),
        held_up=_report_held_up(),
    )
    stop = time.monotonic() + PATIENCE
    while time.monotonic() < stop and (sent := _send_batch()):
        counts += sent
        if sent["out of reach"]:
            break
    if +counts:
        logger.info("Swept the outbox: %s", in_words(counts))
    return counts


def in_words(counts: Counter[str]) -> str:
    """Return what happened in a line for a log."""
    return ", ".join(f"{number} {what}" for what, number in counts.items() if number)


def _send_batch() -> Counter[str]:
    batch = claims.claim_batch(claims.worker_name(), BATCH)
    house = house_name() if batch else ""
    by_mail = [message for message in batch if message.address or not claims.leave_to_the_desk(message)]
    letters = [(message, letter) for message in by_mail if (letter := _prepare(message, house))]
    counts = Counter({"unprepared": len(by_mail) - len(letters), "left to the desk": len(batch) - len(by_mail)})
    if letters:
        with closing(find_carrier()) as carrier:
            counts.update(_send_all(carrier, letters))
    return +counts


def _send_all(carrier: Carrier, letters: list[tuple[OutgoingMessage, Letter]]) -> Iterator[str]:
    for place, (message, letter) in enumerate(letters):
        try:
            yield _send(carrier, message, letter)
        except Unreachable as nobody:
            for left, _letter in letters[place:]:
                outcomes.deferred(left, nobody.answer)
                yield "out of reach"
            return


def _prepare(message: OutgoingMessage, house: str) -> Letter | None:
    try:
        return write_letter(message, house)
    except Exception as error:  # noqa: BLE001 - one bad message must not hold up the others; it shows on its row
        logger.warning("Message %s could not be prepared: %s", message.uuid, type(error).__name__)
        outcomes.unprepared(message, f"It could not be prepared ({type(error).__name__}).")
        return None


def _send(carrier: Carrier, message: OutgoingMessage, letter: Letter) -> str:
    """Send one letter and write down how it ended; return that in a word. Raises Unreachable."""
    carrier.connect()
    if not claims.permit(message, **letter.kept()):
        return "called back"
    try:
        answer = carrier.hand_over(letter)
    except Unreachable:
        raise
    except NotTaken as no:
        return _write_down_no(message, no.answer)
    except NoAnswer:
        outcomes.unclear(message)
        return "unclear"
    outcomes.accepted(message, answer)
    return "sent"


def _write_down_no(message: OutgoingMessage, answer: Answer) -> str:
    if answer.is_final:
        outcomes.refused(message, answer)
        return "refused"
    outcomes.deferred(message, answer)
    return "deferred"


def _report_held_up() -> int:
    """Say in the log how many messages wait for a document that ought to be there; Messages shows which."""
    waiting = OutgoingMessage.objects.held_up().count()
    if waiting:
        logger.warning("%s messages are due and wait for their document", waiting)
    return waiting
