"""The care set of a session: which items apply, and the aftercare as it was told to the patient."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from treatments.models import CareItem, Session
from treatments.rules.care import Care, Ending, endings, window_end, window_start
from treatments.rules.numbers import show_number

SUN = "POST-01"


def care_items(session: Session, phase: str) -> list[CareItem]:
    """Return the approved items of `phase` ("pre" or "post") for the zones, concern and ingredients of `session`."""
    course = session.course
    zones = list(session.zones_treated.all()) or list(course.zones.all())
    lines = course.recipe_version.lines.all() if course.recipe_version else []
    return list(
        CareItem.objects.offered()
        .filter(phase=phase, optional=False)
        .for_session(
            regions={zone.region for zone in zones},
            concerns=[course.concern.key],
            ingredients=[line.ingredient.key for line in lines],
        )
    )


def as_care(items: list[CareItem]) -> list[Care]:
    """Return catalogue items in the rules' own words."""
    return [Care(item.key, item.kind, item.patient_text, item.window_hours) for item in items]


def told_aftercare(session: Session, ended_at: datetime) -> dict[str, Any]:
    """Return the aftercare of `session` reckoned from `ended_at`, as plain data to keep with the session.

    The end of every window is an instant rounded up to the quarter hour.
    """
    items = as_care(care_items(session, "post"))
    hours = next((item.hours for item in items if item.key == SUN and item.hours), Decimal(48))
    return {
        "ended_at": ended_at.isoformat(),
        "sun_hours": show_number(hours),
        "sun_until": window_end(ended_at, hours).isoformat(),
        "endings": [_ending(ending) for ending in endings(items, ended_at)],
        "ongoing": [_item(item) for item in items if not item.hours and item.kind in ("do", "avoid")],
        "watch": [_item(item) for item in items if not item.hours and item.kind in ("watch", "tell")],
    }


def _ending(ending: Ending) -> dict[str, Any]:
    return {"until": ending.until.isoformat(), "items": [_item(item) for item in ending.items]}


def _item(item: Care) -> dict[str, str]:
    return {"key": item.key, "text": item.text}


def open_aftercare(told: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Return the aftercare that was told without the windows that are over at `now`."""
    return {
        **told,
        "sun_is_over": datetime.fromisoformat(told["sun_until"]) <= now,
        "endings": [ending for ending in told["endings"] if datetime.fromisoformat(ending["until"]) > now],
    }


def told_precare(session: Session, starts_at: datetime, *, told_at: datetime) -> list[dict[str, Any]]:
    """Return the before-care of `session` as plain data: the patient's words and from when, soonest to begin first.

    `has_begun` marks a window that is open already when the patient hears of it: nobody can keep to what is past.
    """
    items = as_care(care_items(session, "pre"))
    timed = [(window_start(starts_at, item.hours), item) for item in items if item.hours]
    timed.sort(key=lambda pair: pair[0])
    return [
        *({**_item(item), "from": begins.isoformat(), "has_begun": begins <= told_at} for begins, item in timed),
        *(_item(item) for item in items if not item.hours),
    ]
