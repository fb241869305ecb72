"""When a location is open and a practitioner works there, day by day in the location's wall time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from clinic.diary.rules.spans import Span, common, united, without
from clinic.diary.rules.walltime import instant

Hours = Mapping[int, Sequence[tuple[time, time]]]
"""Weekday (Monday is 0) → from and until on the wall."""


@dataclass(frozen=True)
class Timetable:
    """What is settled in advance about a location: its hours, its closed days, and who works when."""

    zone: ZoneInfo
    opening: Hours
    staff: Mapping[int, Hours] = field(default_factory=dict)
    closed: frozenset[date] = frozenset()


def open_spans(timetable: Timetable, days: Iterable[date]) -> list[Span]:
    """Return when the location is open on `days`."""
    return _resolved(timetable.opening, (day for day in days if day not in timetable.closed), timetable.zone)


def work_spans(timetable: Timetable, practitioner: int, days: Sequence[date], absences: Iterable[Span]) -> list[Span]:
    """Return when `practitioner` works on `days`: opening hours and staff hours, without closed days and absences."""
    staff = _resolved(timetable.staff.get(practitioner, {}), days, timetable.zone)
    return without(common(open_spans(timetable, days), staff), absences)


def _resolved(hours: Hours, days: Iterable[date], zone: ZoneInfo) -> list[Span]:
    return united(
        (instant(day, start, zone), instant(day, end, zone))
        for day in days
        for start, end in hours.get(day.weekday(), ())
    )


def days_from(first: date, count: int) -> list[date]:
    """Return `count` days beginning with `first`."""
    return [first + timedelta(days=number) for number in range(count)]
