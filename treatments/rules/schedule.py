"""When the sessions of a course may be: windows of days, reckoned from the session before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Pace:
    """Days from one session to the next: shortest, ideal, longest."""

    shortest: int
    ideal: int
    longest: int


@dataclass(frozen=True)
class Window:
    """The days on which a session may be: not before `earliest`, best on `ideal`, not after `latest` (None: no end)."""

    earliest: date
    ideal: date
    latest: date | None


def windows(starts_on: date, held: Sequence[date | None], pace: Pace | None) -> tuple[Window, ...]:
    """Return one window per session. `held`: the day each session is booked for or was given, None where it is neither.

    The first opens on `starts_on` and stays open as long as the pace gives way (longest − shortest days). Each later
    one is reckoned from the session before: from its day, or from its ideal day where it has none. `pace` may be None
    only for a single session. Raises ValueError for more.
    """
    if pace is None and len(held) > 1:
        raise ValueError("several sessions need a pace")
    found: list[Window] = []
    for number in range(len(held)):
        found.append(_after(held[number - 1] or found[-1].ideal, pace) if number and pace else _first(starts_on, pace))
    return tuple(found)


def _first(starts_on: date, pace: Pace | None) -> Window:
    slack = None if pace is None else timedelta(days=pace.longest - pace.shortest)
    return Window(starts_on, starts_on, None if slack is None else starts_on + slack)


def _after(before: date, pace: Pace) -> Window:
    return Window(*(before + timedelta(days=days) for days in (pace.shortest, pace.ideal, pace.longest)))
