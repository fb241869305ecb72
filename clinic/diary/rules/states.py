"""What may happen next to a visit. Skipping forward is allowed (and audited); the clock decides nothing by itself."""

NEXT: dict[str, frozenset[str]] = {
    "requested": frozenset({"booked", "cancelled", "mistaken"}),
    "held": frozenset({"booked", "expired", "cancelled"}),
    "booked": frozenset({"confirmed", "arrived", "in_treatment", "completed", "cancelled", "no_show", "mistaken"}),
    "confirmed": frozenset({"arrived", "in_treatment", "completed", "cancelled", "no_show", "mistaken"}),
    "arrived": frozenset({"booked", "in_treatment", "completed", "cancelled", "mistaken"}),
    "in_treatment": frozenset({"arrived", "completed", "mistaken"}),
    "completed": frozenset({"mistaken"}),
    "no_show": frozenset({"booked", "arrived", "mistaken"}),
    "cancelled": frozenset(),
    "expired": frozenset(),
    "mistaken": frozenset(),
}

MOVABLE = frozenset({"requested", "held", "booked", "confirmed"})


def may_become(state: str, wanted: str) -> bool:
    """Tell whether a visit in `state` may go to `wanted` in one step."""
    return wanted in NEXT[state]


def may_move(state: str) -> bool:
    """Tell whether a visit in `state` may still be given another time."""
    return state in MOVABLE
