"""The diary's day by practitioner, and its week."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from clinic.desk.queries.booking import practitioners_at
from clinic.diary.models import Visit
from clinic.diary.models.visits import BUSY_STATES
from clinic.diary.queries import visits_between
from clinic.diary.rules.spans import Span, without
from clinic.diary.rules.walltime import day_span
from clinic.diary.rules.worktime import Timetable, work_spans
from clinic.practice.models import Absence, Location, User

GONE = ("expired", "mistaken")
WORTH_SAYING = timedelta(minutes=15)


@dataclass(frozen=True)
class Entry:
    """A visit, or a stretch of the day without one: free, or off work."""

    begins: datetime
    ends: datetime
    visit: Visit | None = None
    off: bool = False


@dataclass(frozen=True)
class Column:
    """One practitioner's day: when they work, their visits in order."""

    practitioner: User
    hours: list[Span]
    visits: list[Visit]

    @property
    def entries(self) -> list[Entry]:
        """Return visits, free stretches and breaks in order of time. A visit takes its whole time, as told and as kept.

        While a cream works the practitioner may be free: booking offers that, a reader of the day need not see it.
        """
        busy = [_taken(visit) for visit in self.visits if _takes(visit)]
        free = [Entry(begins, ends) for begins, ends in without(self.hours, busy) if ends - begins >= WORTH_SAYING]
        off = [Entry(one[1], other[0], off=True) for one, other in pairwise(self.hours)]
        booked = [Entry(visit.starts_at, visit.ends_at, visit) for visit in self.visits]
        return sorted([*booked, *free, *off], key=lambda entry: (entry.begins, entry.ends))


@dataclass(frozen=True)
class WeekDay:
    day: date
    visits: list[Visit]
    closed: bool


def day_columns(location: Location, day: date) -> list[Column]:
    """Return a column for each practitioner who works or has a visit on `day`. Six queries, whatever there is."""
    visits = defaultdict(list)
    people: dict[int, User] = {}
    for visit in _visits(location, day, 1):
        visits[visit.practitioner_id].append(visit)
        people[visit.practitioner_id] = visit.practitioner
    people |= {user.pk: user for user in practitioners_at(location)}
    hours = _hours(location, people, day)
    columns = [Column(user, hours[key], visits[key]) for key, user in people.items() if hours[key] or visits[key]]
    return sorted(columns, key=lambda column: column.practitioner.name)


def week(location: Location, monday: date) -> list[WeekDay]:
    """Return the seven days from `monday` with their visits. Three queries."""
    visits = defaultdict(list)
    for visit in _visits(location, monday, 7):
        visits[visit.starts_at.astimezone(location.tzinfo).date()].append(visit)
    open_on = set(location.opening_hours.values_list("weekday", flat=True))
    closed = set(
        location.closed_days.filter(day__range=(monday, monday + timedelta(days=6))).values_list("day", flat=True)
    )
    days = [monday + timedelta(days=number) for number in range(7)]
    return [WeekDay(day, visits[day], day in closed or day.weekday() not in open_on) for day in days]


def _visits(location: Location, first: date, days: int) -> list[Visit]:
    begins, ends = day_span(first, location.tzinfo)[0], day_span(first + timedelta(days=days - 1), location.tzinfo)[1]
    return list(visits_between(location, begins, ends).exclude(state__in=GONE))


def _hours(location: Location, people: dict[int, User], day: date) -> dict[int, list[Span]]:
    """Return when each of `people` works here on `day`: opening hours, staff hours, without absences. Four queries."""
    opening = list(location.opening_hours.filter(weekday=day.weekday()).values_list("opens", "closes"))
    staff: dict[int, dict[int, list[tuple]]] = defaultdict(lambda: defaultdict(list))
    for who, starts, ends in location.staff_hours.filter(weekday=day.weekday()).values_list("user", "starts", "ends"):
        staff[who][day.weekday()].append((starts, ends))
    closed = frozenset(location.closed_days.filter(day=day).values_list("day", flat=True))
    timetable = Timetable(location.tzinfo, {day.weekday(): opening}, staff, closed)
    away = _away(people, day_span(day, location.tzinfo))
    return {who: list(work_spans(timetable, who, [day], away[who])) for who in people}


def _away(people: dict[int, User], window: Span) -> dict[int, list[Span]]:
    away: dict[int, list[Span]] = defaultdict(list)
    rows = Absence.objects.filter(user__in=people, starts_at__lt=window[1], ends_at__gt=window[0])
    for absence in rows:
        away[absence.user_id].append((absence.starts_at, absence.ends_at))
    return away


def _taken(visit: Visit) -> Span:
    begins = min(visit.starts_at, visit.practitioner_busy_from)
    return begins, max(visit.ends_at, visit.practitioner_busy_until)


def _takes(visit: Visit) -> bool:
    return visit.state in BUSY_STATES
