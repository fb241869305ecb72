"""“Something is wrong”: what a patient may tick, how urgent each sign is, and what to do now.

The most urgent sign decides. Anything unsure is for a call today; the page never tells a patient that nothing is wrong.
Sources: adverse events AE-01 to AE-22 of the catalogue (red flags and proposed actions).
"""

from collections.abc import Iterable
from dataclasses import dataclass

EMERGENCY, TODAY, WATCH = "emergency", "today", "watch"
LEVELS = (EMERGENCY, TODAY, WATCH)


@dataclass(frozen=True)
class Sign:
    """One sign: its key, its urgency, and the adverse events it stands for."""

    key: str
    urgency: str
    sources: tuple[str, ...]


SIGNS = (
    Sign("breathing", EMERGENCY, ("AE-08", "AE-09")),
    Sign("face_swelling", EMERGENCY, ("AE-08", "AE-09")),
    Sign("eyesight", EMERGENCY, ("AE-16", "AE-20")),
    Sign("faint", EMERGENCY, ("AE-07", "AE-09", "AE-10")),
    Sign("skin_colour", TODAY, ("AE-15", "AE-16")),
    Sign("growing_pain", TODAY, ("AE-01", "AE-11")),
    Sign("spreading_redness", TODAY, ("AE-03", "AE-11")),
    Sign("pus_or_fever", TODAY, ("AE-11",)),
    Sign("blisters", TODAY, ("AE-13",)),
    Sign("late_lump", TODAY, ("AE-12", "AE-18", "AE-22")),
    Sign("hair_patch", TODAY, ("AE-17",)),
    Sign("other", TODAY, ()),
    Sign("itching", WATCH, ("AE-02",)),
    Sign("bruise", WATCH, ("AE-06",)),
    Sign("swelling", WATCH, ("AE-05",)),
)
BY_KEY = {sign.key: sign for sign in SIGNS}
EXPECTED_FOR_DAYS = 7


def urgency_of(signs: Iterable[str], *, days_since: int | None) -> str:
    """Return the urgency of the ticked sign keys, `days_since` the end of treatment.

    What is expected in the first days is no longer so after a week; without any known sign it is a call today.
    Raises KeyError for a sign that is not in SIGNS.
    """
    found = {BY_KEY[key].urgency for key in signs} or {TODAY}
    late = days_since is None or days_since > EXPECTED_FOR_DAYS
    if found == {WATCH} and late:
        return TODAY
    return next(level for level in LEVELS if level in found)
