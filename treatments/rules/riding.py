"""Whether the sessions of one course can share the visits of another."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from treatments.rules.schedule import Pace


@dataclass(frozen=True)
class Meeting:
    """Where a guest's session meets one of its host's (both counted from 1). `host` None: it stands alone."""

    session: int
    host: int | None


def meetings(host: Sequence[Pace], guest: Sequence[Pace], starts_with: int = 1) -> tuple[Meeting, ...]:
    """Return where each of the guest's sessions meets the host, on the host's ideal days.

    `host`, `guest`: the pace before each session from the second on. The guest's first session is with the host's
    session `starts_with`. Each later one takes the host's session nearest its ideal, within shortest and longest; where
    there is none it stands alone on its ideal day.
    """
    days = list(accumulate((pace.ideal for pace in host), initial=0))
    day, found = days[starts_with - 1], [Meeting(1, starts_with)]
    for number, pace in enumerate(guest, start=2):
        place = _nearest(days, day, pace)
        day = days[place - 1] if place else day + pace.ideal
        found.append(Meeting(number, place))
    return tuple(found)


def is_apart(host: Sequence[Pace], found: Sequence[Meeting]) -> bool:
    """Whether the guest meets the host at its first session only, though both have more."""
    return bool(host) and len(found) > 1 and all(meeting.host is None for meeting in found[1:])


def _nearest(days: Sequence[int], before: int, pace: Pace) -> int | None:
    """The number of the host's session nearest the ideal, within the pace after `before`."""
    ahead = {place: day - before for place, day in enumerate(days, start=1)}
    within = [place for place, after in ahead.items() if pace.shortest <= after <= pace.longest]
    return min(within, key=lambda place: abs(ahead[place] - pace.ideal), default=None)
