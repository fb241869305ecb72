"""What the aftercare page shows behind a link."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import Http404
from django.utils import timezone

from patients.models import PatientLink
from treatments.models import CareItem, Reaction, Session
from treatments.rules.reports import LEVELS

WITH = ("visit__location", "visit__practitioner", "course__plan__patient", "course__concern")


def session_behind(link: PatientLink) -> Session:
    """Return the session a care link is about, if it is this patient's; else raise Http404."""
    session = (
        Session.objects.select_related(*WITH)
        .filter(uuid=link.about.removeprefix("session:"), course__plan__patient=link.patient)
        .first()
    )
    if session is None or session.treatment_ended_at is None:
        raise Http404
    return session


def clinic_context(session: Session) -> dict[str, Any]:
    """Return whom to call."""
    place = session.visit.location
    return {
        "emergency_number": place.emergency_number,
        "clinic_phone": place.phone.as_international if place.phone else "",
        "zone": place.zone,
        "place": place,
    }


def care_page(session: Session) -> dict[str, Any]:
    """Return the context of portal/care.html."""
    told = session.aftercare
    ticked = ticked_items(session)
    sun_until = datetime.fromisoformat(told["sun_until"])
    return {
        **clinic_context(session),
        "session": session,
        "sun_until": sun_until,
        "sun_is_over": sun_until <= timezone.now(),
        "endings": [_ending(ending, ticked) for ending in told["endings"]],
        "ongoing": [{**item, "ticked": item["key"] in ticked} for item in told["ongoing"]],
        "watch": told["watch"],
        "reports": session.reactions.all(),
        "nobody_has_seen_it": session.reactions.awaiting_answer().exists(),
        "check_in": session.check_ins.last(),
        "nonce": uuid4(),
    }


def most_urgent(session: Session) -> Reaction | None:
    """Return the report whose advice holds: the most urgent that nobody has seen yet, else the latest."""
    waiting = list(session.reactions.awaiting_answer())
    return min(waiting, key=lambda report: LEVELS.index(report.urgency)) if waiting else session.reactions.first()


def ticked_items(session: Session) -> set[str]:
    """Return the keys of the care items whose latest answer by the patient is yes."""
    latest: dict[str, bool] = {}
    for tick in session.ticks.exclude(link=None).select_related("care_item"):
        latest[tick.care_item.key] = tick.done
    return {key for key, done in latest.items() if done}


def told_items(session: Session) -> list[CareItem]:
    """Return the care items that the patient was told, for ticking."""
    told = session.aftercare
    keys = [item["key"] for ending in told["endings"] for item in ending["items"]]
    keys += [item["key"] for item in told["ongoing"]]
    return list(CareItem.objects.filter(key__in=keys))


def _ending(ending: dict[str, Any], ticked: set[str]) -> dict[str, Any]:
    until = datetime.fromisoformat(ending["until"])
    items = [{**item, "ticked": item["key"] in ticked} for item in ending["items"]]
    return {"until": until, "is_over": until <= timezone.now(), "care": items}
