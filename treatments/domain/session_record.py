"""What stands in the record of a session before it is signed: its state of writing, its gaps, and times that can be."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.diary.models import Visit
from clinic.kit.errors import Refusal
from treatments.domain.readiness import Gap, unanswered_before_care
from treatments.models import CareItem, Session, SessionOutcome, SessionState

NEAR = timedelta(hours=6)
LONGEST = timedelta(hours=8)


class WrittenMeanwhile(Refusal):
    """Somebody else wrote the record after this person had opened it."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else has written this record meanwhile: look at it, then save again."))


def what_is_written(session: Session) -> str:
    """Return a short hash of what is written down in `session`: two people who see the same one saw the same record."""
    zones = sorted(zone.pk for zone in session.zones_treated.all())
    volume = session.given_volume_ml
    told = [volume if volume is None else f"{volume:.3f}", session.points, session.notes, session.outcome_reason, zones]
    return sha256(repr([*told, session.state, session.outcome, session.gaps]).encode()).hexdigest()[:16]


def claim_writing(session: Session, *, seen: str | None) -> Session:
    """Lock the row of `session` for writing and return it as it stands in the database.

    Raises Refusal where nothing can be written any more, and WrittenMeanwhile where it is not what was `seen`.
    """
    row = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    if row.state == SessionState.SIGNED:
        raise Refusal(_("A signed session does not change: add an addendum."))
    if row.state not in (SessionState.STARTED, SessionState.ENDED):
        raise Refusal(_("This treatment has not started: nothing was given yet."))
    if row.outcome == SessionOutcome.NOT_TREATED:
        raise Refusal(_("This session was closed without a treatment: nothing was given."))
    if seen is not None and seen != what_is_written(row):
        raise WrittenMeanwhile
    return row


def gaps_of_before_care(session: Session, because: str) -> list[dict[str, Any]]:
    """Return all gaps of `session` anew: each before-care line without an answer stands with its reason.

    `because` is the reason for those that have none yet; without one they are left out, and the record waits for it.
    """
    known = {gap["care_item"]: gap["reason"] for gap in session.gaps if "care_item" in gap}
    others = [gap for gap in session.gaps if "care_item" not in gap]
    reasons = {item: because.strip() or known.get(item.key, "") for item in unanswered_before_care(session)}
    return [*others, *(_gap(item, reason) for item, reason in reasons.items() if reason)]


def without_a_reason(session: Session) -> list[CareItem]:
    """Return the before-care lines of `session` that have neither an answer nor a reason for having none."""
    explained = {gap.get("care_item") for gap in session.gaps}
    return [item for item in unanswered_before_care(session) if item.key not in explained]


def reason_so_far(session: Session) -> str:
    """Return the reason given so far for unanswered lines of the before-care checklist."""
    return next((gap["reason"] for gap in session.gaps if "care_item" in gap), "")


def refuse_impossible_times(visit: Visit, started_at: datetime, ended_at: datetime) -> None:
    """Raise Refusal at the field to blame unless a treatment at `visit` may have run from one instant to the other.

    It has ended, started before it ended, took at most LONGEST, and lies on the visit's day on the wall of its
    location or within NEAR of the visit.
    """
    if ended_at > timezone.now():
        raise Refusal(_("The treatment must have started and ended before now."), field="ended_at")
    if started_at >= ended_at:
        raise Refusal(_("The treatment must have started before it ended."), field="started_at")
    if not _belongs_to(visit, started_at):
        day = date_format(visit.starts_at.astimezone(visit.location.tzinfo), "l j F Y")
        raise Refusal(
            _("This visit is on %(day)s: only a treatment of that day belongs to it.") % {"day": day},
            field="started_at",
        )
    if ended_at - started_at > LONGEST:
        hours = LONGEST.seconds // 3600
        raise Refusal(
            _("No treatment takes more than %(hours)s hours: look at both times.") % {"hours": hours}, field="ended_at"
        )


def gaps_of_arrival(visit: Visit, started_at: datetime) -> list[Gap]:
    """Return the gap of an arrival that was noted only after the treatment had started."""
    if visit.arrived_at is None or visit.arrived_at <= started_at:
        return []
    return [Gap("arrival", _("The arrival was noted after the treatment had started."))]


def _belongs_to(visit: Visit, started_at: datetime) -> bool:
    zone = visit.location.tzinfo
    same_day = started_at.astimezone(zone).date() == visit.starts_at.astimezone(zone).date()
    return same_day or visit.starts_at - NEAR <= started_at <= visit.ends_at + NEAR


def _gap(item: CareItem, reason: str) -> dict[str, Any]:
    sentence = _("Before-care checklist, no answer: %(line)s") % {"line": item.instruction}
    return {"care_item": item.key, "gap": sentence, "reason": reason}
