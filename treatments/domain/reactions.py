"""A patient says that something is wrong, and somebody of the clinic has seen it."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.domain import audit
from clinic.practice.models import Location, User
from treatments.models import CheckIn, Reaction, Session
from treatments.rules.reports import BY_KEY, EMERGENCY, TODAY, urgency_of


@transaction.atomic
def report_reaction(
    *, session: Session, signs: Sequence[str], nonce: UUID, words: str = "", started_on: date | None = None, by: Any
) -> Reaction:
    """Keep what the patient reports after `session` and what they are told to do now; return the report.

    The same form (its `nonce`) with the same answers is one report; with other answers it is another one: what is
    added after an answer that never arrived is not lost. Raises Refusal for an empty report, an unknown sign, or a
    day in the future or before the patient's first treatment.
    """
    _refuse_what_cannot_be(signs, words)
    _refuse_an_impossible_day(session, started_on)
    said = {"signs": list(signs), "words": words.strip(), "started_on": started_on}
    urgency = urgency_of(signs, days_since=_days_since(session))
    told = {"urgency": urgency, "advice": advice_for(urgency, session)}
    reaction, is_new = session.reactions.get_or_create(
        nonce=uuid5(nonce, json.dumps([str(session.uuid), said], default=str)),
        defaults={**said, **told, **_whose(session), "reported_by_link": by.uuid},
    )
    if is_new:
        audit.record(verb="reaction.report", about=session.key, by=by, location=session.visit.location)
    return reaction


@transaction.atomic
def say_all_is_well(*, session: Session, nonce: UUID, by: Any) -> CheckIn:
    """Keep that the patient behind the link `by` says all is well. The same form (its `nonce`) says it once."""
    check_in, is_new = session.check_ins.get_or_create(nonce=nonce, defaults={"link": by.uuid})
    if is_new:
        audit.record(verb="check_in.fine", about=session.key, by=by, location=session.visit.location)
    return check_in


@transaction.atomic
def acknowledge_reaction(*, reaction: Reaction, by: User) -> bool:
    """Say that `by` has seen the report; the patient then reads so. True for the first who does."""
    waiting = Reaction.objects.awaiting_answer().filter(pk=reaction.pk)
    if not waiting.update(acknowledged_at=timezone.now(), acknowledged_by=by):
        return False
    audit.record(verb="reaction.acknowledge", about=reaction.key, by=by, location=reaction.location)
    return True


def advice_for(urgency: str, session: Session) -> str:
    """Return what a patient should do now, in words."""
    place = session.visit.location
    if urgency == EMERGENCY:
        return _("Call %(number)s now. Do not wait for us.") % {"number": place.emergency_number}
    if urgency == TODAY:
        return _today(place)
    if place.phone:
        return _(
            "This can happen in the first days. We look at your report; if it grows or worries you, call %(phone)s."
        ) % {"phone": place.phone.as_international}
    return _("This can happen in the first days. We look at your report; if it grows or worries you, see a doctor.")


def _today(place: Location) -> str:
    """What to do today; a location without a telephone sends nobody to a number that is not there."""
    known = {"number": place.emergency_number}
    if place.phone:
        known["phone"] = place.phone.as_international
        return _("Call us today: %(phone)s. If you cannot reach us and it gets worse, call %(number)s.") % known
    return _("Come to us or see another doctor today. If you cannot and it gets worse, call %(number)s.") % known


def _refuse_what_cannot_be(signs: Sequence[str], words: str) -> None:
    if not signs and not words.strip():
        raise Refusal(_("Tick what is wrong, or write it in your own words."), field="signs")
    if unknown := set(signs) - set(BY_KEY):
        raise Refusal(_("Choose from the list: %(sign)s is not on it.") % {"sign": min(unknown)}, field="signs")


def _refuse_an_impossible_day(session: Session, started_on: date | None) -> None:
    if started_on is None:
        return
    zone = session.visit.location.tzinfo
    if started_on > timezone.localdate(timezone=zone):
        raise Refusal(_("This day lies in the future."), field="started_on")
    first = _first_treatment(session)
    if first and started_on < (day := timezone.localdate(first, zone)):
        raise Refusal(
            _("This day lies before your first treatment, on %(day)s. Leave it empty if you are not sure.")
            % {"day": date_format(day, "l j F Y")},
            field="started_on",
        )


def _first_treatment(session: Session) -> datetime | None:
    """The end of the patient's first treatment here: what shows now may come from an earlier one."""
    theirs = Session.objects.filter(course__plan__patient=session.course.plan.patient_id)
    return theirs.aggregate(first=Min("treatment_ended_at"))["first"]


def _whose(session: Session) -> dict[str, Any]:
    return {"patient": session.course.plan.patient, "location": session.visit.location}


def _days_since(session: Session) -> int | None:
    if session.treatment_ended_at is None:
        return None
    return (timezone.now() - session.treatment_ended_at).days
