"""Free times of five practitioners over thirty days: `find_slots` against one bare SELECT and a merge by hand."""

from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.measures import Measure, Rounds, interleaved
from clinic.diary.models import Visit
from clinic.diary.queries import Slot, find_slots
from clinic.diary.tests.factories import Clinic, VisitTypeFactory
from clinic.practice.models import Room, User
from clinic.practice.tests.factories import (
    LocationFactory,
    PractitionerFactory,
    RoomFactory,
    open_all_week,
    works_all_week,
)
from patients.models import Patient
from patients.tests.factories import PatientFactory

FIRST, DAYS, PRACTITIONERS = date(2028, 1, 10), 30, 5  # winter in London: the wall shows UTC
OPENS, CLOSES, QUARTER = 8, 20, timedelta(minutes=15)
NOW = datetime(2028, 1, 9, tzinfo=UTC)
A_DAY = 7
BUSY = "('held', 'booked', 'confirmed', 'arrived', 'in_treatment', 'completed')"
BARE = f"""
    SELECT practitioner_id, room_id, practitioner_busy_from, practitioner_busy_until, room_busy_from, room_busy_until
    FROM diary_visit
    WHERE practitioner_id IN (%s, %s, %s, %s, %s) AND practitioner_busy_from > %s AND practitioner_busy_from < %s
    AND state IN {BUSY}
"""
Found = list[tuple[datetime, int, int]]


def against_bare(visits: int) -> Rounds:
    """Yield the seconds of "ours" and "bare" for a clinic with that many visits."""
    asked = _clinic(visits)
    yield from interleaved(15, ours=partial(ours, *asked), bare=partial(bare, *asked))


def growth() -> Rounds:
    """Yield the seconds of "ours" for a clinic with a long history, and for one with none, in one table of visits."""
    yield from interleaved(15, old=partial(ours, *_clinic(100_000)), young=partial(ours, *_clinic(1_000)))


def ours(clinic: Clinic, staff: list[User]) -> list[Slot]:
    """Ask as a page asks."""
    return find_slots(
        location=clinic.location,
        visit_type=clinic.visit_type,
        practitioners=staff,
        from_day=FIRST,
        days=DAYS,
        now=NOW,
    )


def bare(clinic: Clinic, staff: list[User]) -> Found:
    """Read what is taken, mark its quarters of an hour, list what is left; hours and length are constants."""
    keys, rooms = [user.pk for user in staff], list(clinic.location.rooms.values_list("pk", flat=True))
    begins = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC)
    window = begins - timedelta(days=1), begins + timedelta(days=DAYS)
    staff_taken: dict[int, set[datetime]] = {key: set() for key in keys}
    rooms_taken: dict[int, set[datetime]] = {key: set() for key in rooms}
    with connection.cursor() as cursor:
        cursor.execute(BARE, [*keys, *map(connection.ops.adapt_datetimefield_value, window)])
        for practitioner, room, *times in cursor.fetchall():
            staff_from, staff_until, room_from, room_until = map(_moment, times)
            _mark(staff_taken[practitioner], staff_from, staff_until)
            _mark(rooms_taken[room], room_from, room_until)
    return _left(begins, staff_taken, rooms_taken)


def _left(begins: datetime, staff: dict[int, set[datetime]], rooms: dict[int, set[datetime]]) -> Found:
    found: Found = []
    for number in range(DAYS):
        start = begins + timedelta(days=number, hours=OPENS)
        last = begins + timedelta(days=number, hours=CLOSES) - 2 * QUARTER
        while start <= last:
            second = start + QUARTER
            room = next((key for key, taken in rooms.items() if start not in taken and second not in taken), None)
            if room is not None:
                free = [key for key, taken in staff.items() if start not in taken and second not in taken]
                found += [(start, key, room) for key in free]
            start = second
    return found


def _moment(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC)  # SQLite's are naive


def _mark(taken: set[datetime], start: datetime, end: datetime) -> None:
    while start < end:
        taken.add(start)
        start += QUARTER


@cache
def _clinic(visits: int) -> tuple[Clinic, list[User]]:
    """Return an open clinic whose `visits` fill its thirty days and reach back as far as they must."""
    location: Any = LocationFactory(zone="Europe/London")
    staff = PractitionerFactory.create_batch(PRACTITIONERS)
    rooms = RoomFactory.create_batch(PRACTITIONERS, location=location)
    sitters = PatientFactory.create_batch(PRACTITIONERS, location=location)
    half_hour: Any = VisitTypeFactory(minutes=30)
    clinic = Clinic(location, staff[0], rooms[0], sitters[0], half_hour)
    open_all_week(location)
    for user in staff:
        works_all_week(user, location)
    trios = list(zip(staff, rooms, sitters, strict=True))
    Visit.objects.bulk_create((_visit(clinic, *trios[n % len(trios)], n // len(trios)) for n in range(visits)), 500)
    connection.cursor().execute("ANALYZE")
    _check((clinic, staff))
    return clinic, staff


def _visit(clinic: Clinic, practitioner: User, room: Room, patient: Patient, number: int) -> Visit:
    """Return the visit with that number of this practitioner, counted back from the last of the thirty days."""
    day, nth = divmod(number, A_DAY)
    start = datetime(2028, 1, 10, OPENS, tzinfo=UTC) + timedelta(days=DAYS - 1 - day, minutes=105 * nth)
    edges = {"from": start, "until": start + 2 * QUARTER}
    resources = ("practitioner", "room", "patient")
    busy = {f"{resource}_busy_{edge}": at for resource in resources for edge, at in edges.items()}
    return Visit(
        patient=patient,
        location=clinic.location,
        visit_type=clinic.visit_type,
        practitioner=practitioner,
        room=room,
        starts_at=start,
        ends_at=edges["until"],
        nonce=uuid4(),
        **busy,
    )


def _check(asked: tuple[Clinic, list[User]]) -> None:
    """Both ways must answer alike, and ours in three queries."""
    with CaptureQueriesContext(connection) as queries:
        slots = ours(*asked)
    answer = [(slot.starts_at, slot.practitioner.pk, slot.room.pk) for slot in slots]
    if len(queries) > 3 or answer != bare(*asked) or not answer:
        raise RuntimeError(f"{len(queries)} queries; {len(answer)} free times against {len(bare(*asked))}")


MEASURES = [
    Measure("Free times, 1,000 visits, against bare SQL", partial(against_bare, 1_000), "ours", "bare", 3.0),
    Measure(
        "Free times, 100,000 visits, against bare SQL",
        partial(against_bare, 100_000),
        "ours",
        "bare",
        3.0,
    ),
    Measure("Free times, 100,000 visits, against 1,000", growth, "old", "young", 1.5),
]
