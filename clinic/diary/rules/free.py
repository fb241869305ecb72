"""Which starts are free: a visit may start where every resource it needs is free for as long as it needs it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from operator import itemgetter

from clinic.diary.rules.parts import Reach
from clinic.diary.rules.spans import Span

FreeStart = tuple[datetime, int, int]
"""When a visit may start, with whom (practitioner) and where (room), by the keys the caller used."""


def start_windows(free: Iterable[Span], reach: Reach) -> list[Span]:
    """Return from when to when (both inside) a visit may start so that `reach` fits into the `free` time."""
    begins, ends = timedelta(minutes=reach.begins), timedelta(minutes=reach.ends)
    return [(start - begins, end - ends) for start, end in free if end - start >= ends - begins]


def starts_within(windows: Iterable[Span], starts: Sequence[datetime]) -> list[datetime]:
    """Return those of the sorted `starts` that lie in one of the windows, ends included."""
    return [
        start for first, last in windows for start in starts[bisect_left(starts, first) : bisect_right(starts, last)]
    ]


def free_starts(
    starts: Sequence[datetime],
    *,
    practitioners: Mapping[int, Sequence[Span]],
    rooms: Mapping[int, Sequence[Span]],
    patient: Sequence[Span],
    needed: Mapping[str, Reach],
) -> list[FreeStart]:
    """Return every free start with each practitioner who is free and the first room that is, in time order.

    Given are sorted candidate `starts`, the free time of each practitioner and room, that of the patient, and how
    far the visit needs each of the three. Practitioners and rooms keep the order they come in.
    """
    starts = starts_within(start_windows(patient, needed["patient"]), starts)
    room_at = _first_room(starts, rooms, needed["room"])
    candidates = [start for start in starts if start in room_at]
    found = [
        (start, practitioner, room_at[start])
        for practitioner, free in practitioners.items()
        for start in starts_within(start_windows(free, needed["practitioner"]), candidates)
    ]
    found.sort(key=itemgetter(0))  # stable: practitioners stay in order within one start
    return found


def _first_room(starts: Sequence[datetime], rooms: Mapping[int, Sequence[Span]], reach: Reach) -> dict[datetime, int]:
    chosen: dict[datetime, int] = {}
    for room, free in rooms.items():
        for start in starts_within(start_windows(free, reach), starts):
            chosen.setdefault(start, room)
    return chosen
