"""What has to be read to know who is free: the timetable in one query, what is taken in another."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    ExpressionWrapper,
    F,
    Field,
    IntegerField,
    Q,
    QuerySet,
    TimeField,
    Value,
)
from django.db.models.functions import Cast

from clinic.diary.models import Visit, VisitPart, VisitType
from clinic.diary.models.visits import BUSY_STATES
from clinic.diary.rules.parts import Part
from clinic.diary.rules.spans import Span
from clinic.diary.rules.worktime import Timetable
from clinic.practice.models import Absence, ClosedDay, Location, OpeningHours, StaffHours

LONGEST = timedelta(hours=24)


@dataclass
class Taken:
    """What is taken, by resource and its primary key, unsorted; `away` are the practitioners' absences."""

    practitioner: dict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))
    room: dict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))
    patient: dict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))
    away: dict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))


class AsRead(Field):
    """A moment as the driver reads it, in UTC. Django's own conversion of each would take longest of all."""

    def get_internal_type(self) -> str:
        return "AsRead"


def read_timetable(
    *, location: Location, practitioners: Collection[int], visit_type: VisitType, days: Sequence[date]
) -> tuple[Timetable, list[Part]]:
    """Return the timetable of `location` and its `practitioners` (primary keys) on `days`, and the visit's parts.

    One query, whatever there is: four small tables side by side.
    """
    opening: dict[int, list[Any]] = defaultdict(list)
    staff: dict[int, dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    closed: set[date] = set()
    parts: list[tuple[int, Part]] = []
    for kind, who, number, needs, begins, ends, day in _timetable_rows(location, practitioners, visit_type, days):
        match kind:
            case "open":
                opening[number].append((begins, ends))
            case "staff":
                staff[who][number].append((begins, ends))
            case "closed":
                closed.add(day)
            case "part":
                parts.append((who, Part(number, bool(needs & 4), bool(needs & 2), bool(needs & 1))))
    timetable = Timetable(location.tzinfo, opening, staff, frozenset(closed))
    return timetable, [part for _order, part in sorted(parts)]


def _timetable_rows(
    location: Location, practitioners: Collection[int], visit_type: VisitType, days: Sequence[date]
) -> QuerySet[Any, tuple[Any, ...]]:
    weekdays = {day.weekday() for day in days}
    here = {"location": location}
    opening = OpeningHours.objects.filter(weekday__in=weekdays, **here)
    staff = StaffHours.objects.filter(weekday__in=weekdays, user__in=practitioners, **here)
    closed = ClosedDay.objects.filter(day__gte=min(days), day__lte=max(days), **here)
    parts = VisitPart.objects.filter(visit_type=visit_type)
    return _row(opening, "open", number=F("weekday"), begins=F("opens"), ends=F("closes")).union(
        _row(staff, "staff", who=F("user_id"), number=F("weekday"), begins=F("starts"), ends=F("ends")),
        _row(closed, "closed", day=F("day")),
        _row(parts, "part", who=F("order"), number=F("minutes"), needs=_needs()),
        all=True,
    )


def _row(rows: QuerySet[Any], kind: str, **given: Any) -> QuerySet[Any, tuple[Any, ...]]:
    """Return `rows` in the one shape that all branches of the union share."""
    shape: dict[str, tuple[Any, Field[Any, Any]]] = {
        "who": (0, BigIntegerField()),
        "number": (0, IntegerField()),
        "needs": (0, IntegerField()),
        "begins": (None, TimeField()),
        "ends": (None, TimeField()),
        "day": (None, DateField()),
    }
    columns = [Cast(given.get(name, Value(default)), output) for name, (default, output) in shape.items()]
    return rows.order_by().values_list(Value(kind, CharField()), *columns)


def _needs() -> Any:
    practitioner, room, patient = (
        Cast(F(f"needs_{resource}"), IntegerField()) for resource in ("practitioner", "room", "patient")
    )
    return practitioner * 4 + room * 2 + patient


def read_taken(
    *,
    practitioners: Collection[int],
    rooms: Collection[int],
    patients: Collection[int],
    window: Span,
    now: datetime,
    apart_from: Visit | None = None,
) -> Taken:
    """Return what is taken of these resources (primary keys) within `window`, wherever the visit takes place.

    A hold that lapsed before `now` takes nothing; `apart_from` is a visit that is about to be moved. One query over
    four narrow stretches of their indexes.
    """
    lapsed = Q(state="held", held_until__lte=now)
    visits = Visit.objects.filter(state__in=BUSY_STATES).exclude(lapsed).exclude(pk=apart_from.pk if apart_from else 0)
    away = Absence.objects.filter(user__in=practitioners, starts_at__lt=window[1], ends_at__gt=window[0])
    rows = _taken_rows(visits, "practitioner", practitioners, window).union(
        _taken_rows(visits, "room", rooms, window),
        _taken_rows(visits, "patient", patients, window),
        _spans(away, "away", "user_id", "starts_at", "ends_at"),
        all=True,
    )
    taken = Taken()
    for kind, who, begins, ends in rows:
        getattr(taken, kind)[who].append((begins.replace(tzinfo=UTC), ends.replace(tzinfo=UTC)))
    return taken


def _taken_rows(
    visits: QuerySet[Visit], resource: str, keys: Collection[int], window: Span
) -> QuerySet[Visit, tuple[Any, ...]]:
    begins, ends = f"{resource}_busy_from", f"{resource}_busy_until"
    overlapping = {
        f"{resource}__in": keys,
        f"{begins}__gt": window[0] - LONGEST,
        f"{begins}__lt": window[1],
        f"{ends}__gt": window[0],
    }
    return _spans(visits.filter(**overlapping), resource, f"{resource}_id", begins, ends)


def _spans(rows: QuerySet[Any], kind: str, who: str, *edges: str) -> QuerySet[Any, tuple[Any, ...]]:
    moments = [ExpressionWrapper(F(edge), AsRead()) for edge in edges]
    return rows.order_by().values_list(Value(kind, CharField()), who, *moments)
