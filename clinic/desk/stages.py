"""Where a visit stands today, in the front desk's words. Pure: states in, a stage out."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

EXPECTED, HERE, TREATMENT, LEAVING, DONE, NOT_COME = "expected", "here", "treatment", "leaving", "done", "not_come"

TITLES = {
    HERE: _("Here"),
    TREATMENT: _("In treatment"),
    LEAVING: _("Leaving"),
    EXPECTED: _("Expected"),
    DONE: _("Done"),
    NOT_COME: _("Not come"),
}
"""In the order of the page: who is in the house first."""

OF_STATE = {
    "requested": EXPECTED,
    "held": EXPECTED,
    "booked": EXPECTED,
    "confirmed": EXPECTED,
    "arrived": HERE,
    "in_treatment": TREATMENT,
    "completed": DONE,
    "cancelled": NOT_COME,
    "no_show": NOT_COME,
}
"""What is not here (expired, entered in error) is not on the page."""


def stage_of(state: str, sessions: Collection[str]) -> str | None:
    """Return the stage of a visit in `state` whose sessions are in these states, or None if it is not shown.

    Somebody in the house is leaving once every session of the visit has ended.
    """
    stage = OF_STATE.get(state)
    if stage in (HERE, TREATMENT) and has_ended(sessions):
        return LEAVING
    return stage


def has_ended(sessions: Collection[str]) -> bool:
    """Tell whether there were sessions, at least one was given or tried, and none is still to come or under way."""
    return bool(set(sessions) & {"ended", "signed"}) and not set(sessions) & {"planned", "started"}
