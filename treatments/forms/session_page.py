"""The forms of a session's page, filled with what is known so far."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.forms import Form
from django.utils import timezone

from treatments.domain.session_record import reason_so_far, what_is_written
from treatments.forms.sessions import AddendumForm, CorrectEndForm, GivenForm, NotTreatedForm, PastTreatmentForm
from treatments.models import CareItem, Session
from treatments.queries.worked import Worked

MICROLITRE = Decimal("0.001")  # of a mL: what the record keeps


def session_forms(session: Session, *, worked: Worked | None, open_lines: Sequence[CareItem]) -> dict[str, Form]:
    """Return the empty forms of the page by name. `worked` is the session's recipe as it is drawn up.

    `open_lines` are the lines of the before-care checklist without an answer.
    """
    given = GivenForm(session=session, open_lines=open_lines, initial=_given_so_far(session, worked))
    return {
        "given_form": given,
        "not_treated_form": NotTreatedForm(prefix="not"),
        "past_form": PastTreatmentForm(prefix="past", initial=_as_booked(session)),
        "correct_form": CorrectEndForm(prefix="correct", initial={"ended_at": session.treatment_ended_at}),
        "addendum_form": AddendumForm(prefix="add"),
    }


def _given_so_far(session: Session, worked: Worked | None) -> dict[str, Any]:
    """What was written down, else the recipe as it is drawn up and given whole."""
    planned = worked.recipe if worked else None
    is_written = session.given_volume_ml is not None
    return {
        "zones": list(session.zones_treated.all()) or list(session.course.zones.all()),
        "volume_ml": session.given_volume_ml if is_written else planned and planned.total_ml.quantize(MICROLITRE),
        "points": session.points if is_written else planned and planned.points,
        "notes": session.notes,
        "partly_because": session.outcome_reason,
        "gaps_because": reason_so_far(session),
        "seen": what_is_written(session),
    }


def _as_booked(session: Session) -> dict[str, Any]:
    """The times of the visit, as far as they are over."""
    if session.visit is None:
        return {}
    now = timezone.now().replace(second=0, microsecond=0)
    return {"started_at": min(session.visit.starts_at, now), "ended_at": min(session.visit.ends_at, now)}
