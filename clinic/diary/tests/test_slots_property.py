"""`find_slots` against somebody who looks at the clock on the wall, minute by minute."""

from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from clinic.diary.models.visits import BUSY_STATES
from clinic.diary.queries import find_slots
from clinic.diary.tests.factories import VisitFactory, VisitPartFactory, VisitTypeFactory
from clinic.diary.tests.watching import by_the_minute
from clinic.practice.models import Absence, ClosedDay, OpeningHours, StaffHours
from clinic.practice.tests.factories import LocationFactory, PractitionerFactory, RoomFactory
from patients.tests.factories import PatientFactory

MINUTE = timedelta(minutes=1)
CHANGES = {
    "Europe/London": [date(2027, 3, 28), date(2027, 10, 31)],
    "America/New_York": [date(2027, 3, 14), date(2027, 11, 7)],
    "Australia/Lord_Howe": [date(2027, 4, 4), date(2027, 10, 3)],
    "Asia/Kathmandu": [date(2027, 5, 2)],
}
QUARTERS = range(0, 24 * 60, 15)
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@st.composite
def hours(draw):
    """A stretch of a day on the wall, rather often around the hours in which clocks change."""
    start = draw(st.sampled_from([0, 60, 75, 90, 105, 120, 135, 150, 180, 9 * 60, *QUARTERS]))
    length = draw(st.integers(1, 40)) * 15
    return time(*divmod(start, 60)), time(*divmod(min(start + length, 24 * 60 - 1), 60))


@st.composite
def worlds(draw):
    zone = draw(st.sampled_from(sorted(CHANGES)))
    first = draw(st.sampled_from(CHANGES[zone])) - timedelta(days=draw(st.integers(0, 2)))
    minutes = st.integers(-60, 3 * 24 * 60).map(lambda m: m - m % 5)
    flags = st.tuples(st.booleans(), st.booleans(), st.booleans())
    return SimpleNamespace(
        zone=zone,
        first=first,
        opening=draw(st.lists(hours(), min_size=1, max_size=2)),
        staff=[draw(st.lists(hours(), min_size=1, max_size=2)) for _ in range(2)],
        closed=draw(st.integers(0, 5)),
        absences=draw(st.lists(st.tuples(st.integers(0, 1), minutes, st.integers(5, 300)), max_size=2)),
        visits=draw(st.lists(visits(minutes), max_size=5)),
        parts=draw(st.lists(st.tuples(st.sampled_from([5, 10, 20, 30, 45]), flags), max_size=2)),
        step=draw(st.sampled_from([10, 15, 30])),
        now=draw(minutes),
        with_patient=draw(st.booleans()),
    )


def visits(minutes):
    return st.fixed_dictionaries({
        "practitioner": st.integers(0, 1),
        "room": st.integers(0, 1),
        "ours": st.booleans(),
        "start": minutes,
        "length": st.sampled_from([5, 30, 60, 24 * 60]),
        "state": st.sampled_from([*BUSY_STATES, "held", "cancelled", "no_show"]),
        "lapsed": st.booleans(),
        "late": st.integers(0, 2),
    })  # fmt: skip


def build(world):
    """Put the world into the database and return what `find_slots` is asked with."""
    location = LocationFactory(zone=world.zone)
    staff, rooms = [PractitionerFactory() for _ in range(2)], [RoomFactory(location=location) for _ in range(2)]
    patient, visit_type = PatientFactory(location=location), VisitTypeFactory(minutes=0)
    for weekday in range(7):
        for opens, closes in world.opening:
            OpeningHours.objects.create(location=location, weekday=weekday, opens=opens, closes=closes)
        for who, rows in zip(staff, world.staff, strict=True):
            for starts, ends in rows:
                StaffHours.objects.create(user=who, location=location, weekday=weekday, starts=starts, ends=ends)
    ClosedDay.objects.create(location=location, day=world.first + timedelta(days=world.closed))
    for minutes, (practitioner, room, sitter) in [*world.parts, (20, (True, True, True))]:
        VisitPartFactory(
            visit_type=visit_type,
            minutes=minutes,
            needs_practitioner=practitioner,
            needs_room=room,
            needs_patient=sitter,
        )
    midnight = datetime.combine(world.first, time(), tzinfo=UTC)
    for who, start, length in world.absences:
        begins = midnight + start * MINUTE
        Absence.objects.create(user=staff[who], starts_at=begins, ends_at=begins + length * MINUTE)
    now = midnight + world.now * MINUTE
    for wish in world.visits:
        put_in(wish, location, staff, rooms, patient, midnight, now)
    return {
        "location": location,
        "visit_type": visit_type,
        "practitioners": staff,
        "rooms": rooms,
        "from_day": world.first,
        "days": 3,
        "patient": patient if world.with_patient else None,
        "step_minutes": world.step,
        "now": now,
    }


def put_in(wish, location, staff, rooms, patient, midnight, now):
    """Enter a visit that keeps its three resources busy at slightly different times."""
    begins = midnight + wish["start"] * MINUTE
    ends, late = begins + wish["length"] * MINUTE, wish["late"] * 5 * MINUTE
    ours = wish["ours"] and not patient.visits.filter(state__in=BUSY_STATES).exists()
    VisitFactory(
        location=location,
        patient=patient if ours else PatientFactory(),
        practitioner=staff[wish["practitioner"]],
        room=rooms[wish["room"]],
        starts_at=begins,
        ends_at=ends,
        practitioner_busy_from=begins + late,
        practitioner_busy_until=ends + late,
        state=wish["state"],
        held_until=now + (-MINUTE if wish["lapsed"] else MINUTE),
        overbooked=True,
        overbooked_reason="to lie on top of others",
    )


# Without shrinking: a minute-by-minute world that fails is told as it is, rather than after minutes of making it small.
@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(world=worlds())
def test_slots_are_what_the_clock_on_the_wall_says(world):
    with transaction.atomic():
        wishes = build(world)
        found = [(slot.starts_at, slot.practitioner, slot.room) for slot in find_slots(**wishes)]
        expected = by_the_minute(wishes)
        transaction.set_rollback(True)
    assert found == expected
