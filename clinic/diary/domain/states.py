"""What happens to a visit, step by step. Every step is a claim: of two people who take it, one does."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.diary.domain.placing import Place, refuse
from clinic.diary.errors import StalePage
from clinic.diary.models import Outcome, Visit, VisitState
from clinic.diary.overlap import resource_taken
from clinic.diary.rules.states import may_become
from clinic.kit.errors import Refusal
from clinic.practice.domain import audit


def confirm_visit(*, visit: Visit, by: Any) -> Visit:
    """Note that the patient will come; return the visit. Confirming twice is once. Raises Refusal."""
    return _step(visit, VisitState.CONFIRMED, by=by)


@transaction.atomic
def keep_hold(*, visit: Visit, by: Any) -> Visit:
    """Book what was held, and return it. Raises Refusal when the hold has lapsed."""
    if visit.state == VisitState.HELD and visit.held_until and visit.held_until <= timezone.now():
        raise Refusal(_("This time was held too long ago. Choose a time again."), field="starts_at")
    return _step(visit, VisitState.BOOKED, by=by, held_until=None)


def arrive(*, visit: Visit, by: Any) -> Visit:
    """Note that the patient is here, now; return the visit. Raises Refusal."""
    return _step(visit, VisitState.ARRIVED, by=by, arrived_at=timezone.now(), closed_reason="")


def begin(*, visit: Visit, by: Any) -> Visit:
    """Note that the patient has been taken in; return the visit. Raises Refusal."""
    return _step(visit, VisitState.IN_TREATMENT, by=by)


def complete(*, visit: Visit, outcome: str, by: Any) -> Visit:
    """Close the visit with its `outcome` (`models.Outcome`); return it. Raises Refusal."""
    if outcome not in Outcome.values:
        raise Refusal(_("Choose how the visit ended."), field="outcome")
    return _step(visit, VisitState.COMPLETED, by=by, outcome=outcome)


def cancel_visit(*, visit: Visit, reason: str, by: Any) -> Visit:
    """Call the visit off with a `reason`; its time is free again and its SEQUENCE grows by one. Raises Refusal."""
    return _step(visit, VisitState.CANCELLED, by=by, closed_reason=_why(reason), sequence=F("sequence") + 1)


def mark_no_show(*, visit: Visit, reason: str = "", by: Any) -> Visit:
    """Note that the patient did not come; the time is free again. Raises Refusal before the visit's start."""
    if visit.starts_at > timezone.now():
        raise Refusal(_("This visit has not begun yet: the patient may still come."))
    return _step(visit, VisitState.NO_SHOW, by=by, closed_reason=reason.strip()[:200])


def mark_mistaken(*, visit: Visit, reason: str, by: Any) -> Visit:
    """Note that the visit was entered in error, and why; its SEQUENCE grows by one. Raises Refusal."""
    return _step(visit, VisitState.MISTAKEN, by=by, closed_reason=_why(reason), sequence=F("sequence") + 1)


def reopen(*, visit: Visit, by: Any) -> Visit:
    """Take back an arrival or a no-show: the visit is booked again. Raises SlotTaken when its time has been given."""
    return _step(visit, VisitState.BOOKED, by=by, arrived_at=None, closed_reason="")


def _why(reason: str) -> str:
    if not reason.strip():
        raise Refusal(_("Say why, in a few words."), field="reason")
    return reason.strip()[:200]


@transaction.atomic
def _step(visit: Visit, wanted: VisitState, *, by: Any, **columns: Any) -> Visit:
    if visit.state == wanted:
        return visit
    if not may_become(visit.state, wanted):
        states = {"now": visit.get_state_display(), "wanted": wanted.label}
        raise Refusal(_("This visit is %(now)s; it cannot become “%(wanted)s”.") % states, code="not_next")
    if not _claim(visit, wanted, columns):
        return _somebody_was_first(visit, wanted)
    details = {"from": visit.state}
    visit.refresh_from_db()
    audit.record(verb=f"visit.{wanted}", about=visit.key, by=by, location=visit.location, details=details)
    return visit


def _claim(visit: Visit, wanted: VisitState, columns: dict[str, Any]) -> int:
    try:
        with transaction.atomic():
            return Visit.objects.filter(pk=visit.pk, state=visit.state).update(state=wanted, **columns)
    except IntegrityError as error:
        if resource := resource_taken(error):
            place = Place(
                visit.patient, visit.location, visit.visit_type, visit.practitioner, visit.room, visit.starts_at
            )
            raise refuse(place, resource) from error
        raise


def _somebody_was_first(visit: Visit, wanted: VisitState) -> Visit:
    visit.refresh_from_db()
    if visit.state != wanted:
        raise StalePage
    return visit
