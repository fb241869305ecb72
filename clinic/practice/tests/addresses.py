"""The practice's rows for the walk over every URL; clinic/tests/addresses.py explains them."""

from collections.abc import Callable
from typing import Any

from clinic.practice.models import Location
from clinic.practice.tests.factories import FrontDeskFactory, RoomFactory

Row = Callable[[Location], dict[str, Any]]


def nothing(here: Location) -> dict[str, Any]:
    """An address without an object."""
    return {}


def shared(row: Row) -> Row:
    """An object that every location knows of: a recipe, a text."""
    row.shared = True  # type: ignore[attr-defined]
    return row


def _colleague(here: Location) -> dict[str, Any]:
    return {"uuid": FrontDeskFactory(works_at=here).uuid}


ROWS: dict[str, Row] = {
    "practice:first_run": nothing,
    "practice:work_at": nothing,
    "practice:settings": nothing,
    "practice:describe": nothing,
    "practice:single_practitioner": nothing,
    "practice:location": nothing,
    "practice:new_location": nothing,
    "practice:opening_hours": nothing,
    "practice:rooms": nothing,
    "practice:retire_room": lambda here: {"uuid": RoomFactory(location=here).uuid},
    "practice:staff": nothing,
    "practice:add_staff": nothing,
    "practice:change_staff": _colleague,
    "practice:staff_hours": _colleague,
    "practice:send_link": _colleague,
    "practice:end_work": _colleague,
    "practice:audit": nothing,
}
