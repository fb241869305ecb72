"""Whether the sessions of one course can share the visits of another."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from treatments.rules.schedule import Pace


@dataclass(frozen=True)
class Meeting:
    """Where a guest's session meets its host's sessions (counted from 1). None: it stands alone.

    `apart`: the host goes on, yet none of its sessions lies within the guest's interval.
    """

    session: int
    host: int | None
    pace: Pace | None = None
    apart: bool = False


def meetings(host: Sequence[Pace], guest: Sequence[Pace], starts_with: int = 1) -> tuple[Meeting, ...]:
    """Return where each of the guest's sessions meets the host, on the host's ideal days.

    `host`, `guest`: the pace before each session from the second on. The guest's first session is with the host's
    session `starts_with`. Each later one takes the host's session nearest its ideal, within shortest and longest; from
    the first that finds none they stand alone.
    """
    days = list(accumulate((pace.ideal for pace in host), initial=0))
    found = [Meeting(1, starts_with)]
    for number, pace in enumerate(guest, start=2):
        found.append(_meeting(number, pace, days, found[-1].host))
    return tuple(found)


def apart(found: Sequence[Meeting]) -> Meeting | None:
    """Return the first session that cannot meet the host although the host goes on; None if all fits."""
    return next((meeting for meeting in found if meeting.apart), None)


def _meeting(number: int, pace: Pace, days: list[int], before: int | None) -> Meeting:
    if before is None:
        return Meeting(number, None, pace)
    ahead = {place: days[place - 1] - days[before - 1] for place in range(before + 1, len(days) + 1)}
    within = [place for place, after in ahead.items() if pace.shortest <= after <= pace.longest]
    if within:
        return Meeting(number, min(within, key=lambda place: abs(ahead[place] - pace.ideal)), pace)
    goes_on = any(after >= pace.shortest for after in ahead.values())
    return Meeting(number, None, pace, apart=goes_on)
