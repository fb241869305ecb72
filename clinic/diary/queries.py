"""What pages ask the diary."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from clinic.diary.facts import Taken, read_taken, read_timetable
from clinic.diary.models import Visit, VisitType
from clinic.diary.rules.free import free_starts
from clinic.diary.rules.parts import reaches
from clinic.diary.rules.spans import Span, without
from clinic.diary.rules.walltime import day_span, grid
from clinic.diary.rules.worktime import Timetable, days_from, open_spans, work_spans
from clinic.practice.models import Location, Room, User
from patients.models import Patient


class Slot(NamedTuple):
    """A free time for a visit, with whom and where; `starts_at` and `ends_at` are in UTC, as the patient is told."""

    starts_at: datetime
    ends_at: datetime
    practitioner: User
    room: Room


def visits_of_day(location: Location, day: date) -> QuerySet[Visit]:
    """Return the visits that start at `location` on `day` of its wall calendar, in order. One query."""
    begins, ends = day_span(day, location.tzinfo)
    return visits_between(location, begins, ends)


def visits_between(location: Location, begins: datetime, ends: datetime) -> QuerySet[Visit]:
    """Return the visits that start at `location` from `begins` and before `ends`, in order. One query."""
    return _with_names(Visit.objects.at(location).filter(starts_at__gte=begins, starts_at__lt=ends))


def for_patient(patient: Patient) -> QuerySet[Visit]:
    """Return all visits of `patient`, the latest first. One query."""
    return _with_names(patient.visits.all()).order_by("-starts_at", "-pk")


def _with_names(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    return visits.select_related("patient", "practitioner", "room", "location", "visit_type")


def find_slots(
    *,
    location: Location,
    visit_type: VisitType,
    practitioners: Iterable[User],
    rooms: Iterable[Room] | None = None,
    from_day: date,
    days: int,
    patient: Patient | None = None,
    step_minutes: int = 15,
    now: datetime | None = None,
    moving: Visit | None = None,
) -> list[Slot]:
    """Return the free times on `days` days from `from_day` (of the location's wall calendar), in time order.

    Starts lie on whole multiples of `step_minutes` after midnight and not before `now`. `rooms` None means every room
    of the location that is in use; of several free rooms the first given is offered. With `patient`, only times at
    which the patient is free too; `moving` is a visit whose own time counts as free. At most three queries. Raises
    `rules.parts.NeedsNobody` when the visit type's parts need no practitioner, no room or no patient.
    """
    staff = {user.pk: user for user in practitioners}
    places = {room.pk: room for room in _rooms(location, rooms)}
    if not staff or not places or days < 1:
        return []
    moment, wanted = now or timezone.now(), days_from(from_day, days)
    timetable, parts = read_timetable(location=location, practitioners=staff, visit_type=visit_type, days=wanted)
    needed = reaches(parts)
    everywhere = read_taken(
        practitioners=list(staff),
        rooms=list(places),
        patients=[patient.pk] if patient else [],
        window=_window(timetable, wanted),
        now=moment,
        apart_from=moving,
    )
    free = _Free(timetable, wanted, everywhere)
    found = free_starts(
        [start for day in wanted for start in grid(day, step_minutes, timetable.zone) if start >= moment],
        practitioners={key: free.of_practitioner(key) for key in staff},
        rooms={key: without(free.opening, everywhere.room[key]) for key in places},
        patient=without(free.opening, everywhere.patient[patient.pk]) if patient else free.opening,
        needed=needed,
    )
    length = timedelta(minutes=needed["patient"].ends)
    return [Slot(start, start + length, staff[who], places[where]) for start, who, where in found]


def nearest_free(
    *,
    location: Location,
    visit_type: VisitType,
    practitioners: Iterable[User],
    around: datetime,
    rooms: Iterable[Room] | None = None,
    patient: Patient | None = None,
    now: datetime | None = None,
    moving: Visit | None = None,
    count: int = 3,
) -> list[Slot]:
    """Return the `count` free times nearest to `around`, earliest first: from three days before to four weeks after."""
    moment = now or timezone.now()
    first = max(around - timedelta(days=3), moment).astimezone(location.tzinfo).date()
    slots = find_slots(
        location=location,
        visit_type=visit_type,
        practitioners=practitioners,
        rooms=rooms,
        from_day=first,
        days=31,
        patient=patient,
        now=moment,
        moving=moving,
    )
    one_a_start = {slot.starts_at: slot for slot in reversed(slots)}.values()
    nearest = sorted(one_a_start, key=lambda slot: (abs(slot.starts_at - around), slot.starts_at))[:count]
    return sorted(nearest, key=lambda slot: slot.starts_at)


def _rooms(location: Location, rooms: Iterable[Room] | None) -> Sequence[Room]:
    return list(location.rooms.filter(active=True) if rooms is None else rooms)


def _window(timetable: Timetable, days: Sequence[date]) -> Span:
    return day_span(days[0], timetable.zone)[0], day_span(days[-1], timetable.zone)[1]


class _Free:
    """The free time of each, worked out once."""

    def __init__(self, timetable: Timetable, days: Sequence[date], taken: Taken) -> None:
        self.timetable, self.days, self.taken = timetable, days, taken

    @cached_property
    def opening(self) -> list[Span]:
        return open_spans(self.timetable, self.days)

    def of_practitioner(self, key: int) -> list[Span]:
        working = work_spans(self.timetable, key, self.days, self.taken.away[key])
        return without(working, self.taken.practitioner[key])
