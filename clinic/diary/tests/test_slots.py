from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from clinic.diary.domain.booking import hold_visit
from clinic.diary.domain.visit_types import make_standard_visit_types
from clinic.diary.models import Visit
from clinic.diary.queries import find_slots, for_patient, visits_of_day
from clinic.diary.tests.factories import VisitFactory, a_clinic
from clinic.practice.models import Absence, ClosedDay
from clinic.practice.tests.factories import PractitionerFactory, RoomFactory, works_all_week
from patients.tests.factories import PatientFactory

QUARTERS_FROM_ONE = ["01:00", "01:15", "01:30", "01:45"]
pytestmark = pytest.mark.django_db


def slots(clinic, **changed):
    wishes = {
        "location": clinic.location,
        "visit_type": clinic.visit_type,
        "practitioners": [clinic.practitioner],
        "from_day": clinic.day,
        "days": 1,
    }
    return find_slots(**(wishes | changed))


def walls(found, zone="Europe/London"):
    return [f"{slot.starts_at.astimezone(ZoneInfo(zone)):%H:%M}" for slot in found]


def test_empty_day_is_free_from_opening_until_the_last_visit_fits():
    clinic = a_clinic(opens=time(9), closes=time(11))
    assert walls(slots(clinic)) == ["09:00", "09:15", "09:30", "09:45", "10:00", "10:15", "10:30"]


def test_booked_time_is_not_offered():
    clinic = a_clinic(opens=time(9), closes=time(11))
    clinic.book(starts_at=clinic.at(9, 30))
    assert walls(slots(clinic)) == ["09:00", "10:00", "10:15", "10:30"]


def test_held_time_is_offered_again_when_it_lapses():
    clinic = a_clinic(opens=time(10), closes=time(10, 30))
    hold_visit(**clinic.wishes())
    held = slots(clinic)
    Visit.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    assert (walls(held), walls(slots(clinic))) == ([], ["10:00"])


def test_visit_being_moved_leaves_its_own_time_free():
    clinic = a_clinic(opens=time(10), closes=time(10, 30))
    assert walls(slots(clinic, moving=clinic.book(), patient=clinic.patient)) == ["10:00"]


def test_time_before_now_is_not_offered():
    clinic = a_clinic(opens=time(9), closes=time(11))
    assert walls(slots(clinic, now=clinic.at(10, 1))) == ["10:15", "10:30"]


def test_absence_and_closed_day_are_not_offered():
    clinic = a_clinic(opens=time(9), closes=time(10))
    Absence.objects.create(user=clinic.practitioner, starts_at=clinic.at(9), ends_at=clinic.at(9, 30))
    ClosedDay.objects.create(location=clinic.location, day=clinic.day + timedelta(days=1))
    assert walls(slots(clinic, days=2)) == ["09:30"]


def test_patient_elsewhere_is_not_free_here():
    clinic = a_clinic(opens=time(9), closes=time(10))
    VisitFactory(patient=clinic.patient, starts_at=clinic.at(9, 15))
    assert (walls(slots(clinic, patient=clinic.patient)), walls(slots(clinic))) == ([], ["09:00", "09:15", "09:30"])


def test_visit_that_began_the_evening_before_still_takes_the_morning():
    clinic = a_clinic(opens=time(9), closes=time(10))
    began = clinic.at(9, 30) - timedelta(hours=24)
    VisitFactory(practitioner=clinic.practitioner, starts_at=began, ends_at=began + timedelta(hours=24))
    assert walls(slots(clinic)) == ["09:30"]


@pytest.mark.parametrize(
    ("zone", "day", "offered"),
    [
        ("Europe/London", date(2027, 3, 28), ["00:30", "00:45", "02:00", "02:15", "02:30"]),
        ("America/New_York", date(2027, 3, 14), ["00:30", "00:45", "01:00", "01:15", "01:30", "01:45", "03:00"]),
        ("Australia/Lord_Howe", date(2027, 10, 3), ["00:30", "00:45", "01:00", "01:15", "01:30", "01:45", "02:30"]),
    ],
)
def test_hours_that_the_clock_leaves_out_are_not_offered(zone, day, offered):
    clinic = a_clinic(zone, time(0, 30), time(3) if zone == "Europe/London" else time(3, 30))
    clock = datetime(2027, 1, 1, tzinfo=UTC)
    assert walls(slots(clinic, from_day=day, now=clock), zone)[: len(offered)] == offered


@pytest.mark.parametrize(
    ("zone", "day", "minutes"),
    [
        ("Europe/London", date(2027, 10, 31), 60),
        ("America/New_York", date(2027, 11, 7), 60),
        ("Australia/Lord_Howe", date(2027, 4, 4), 30),
    ],
)
def test_hour_that_comes_twice_is_offered_once(zone, day, minutes):
    clinic = a_clinic(zone, time(0, 30), time(3))
    found = slots(clinic, from_day=day, now=datetime(2027, 1, 1, tzinfo=UTC))
    assert walls(found, zone) == ["00:30", "00:45", *QUARTERS_FROM_ONE, "02:00", "02:15", "02:30"]
    whole = found[-1].starts_at - found[0].starts_at
    assert whole == timedelta(hours=2, minutes=minutes)


def test_second_room_serves_when_the_first_is_taken():
    clinic = a_clinic(opens=time(10), closes=time(10, 30))
    second = RoomFactory(location=clinic.location, name="Zoom")
    other = PractitionerFactory()
    works_all_week(other, clinic.location)
    clinic.book(practitioner=other)
    assert [slot.room for slot in slots(clinic)] == [second]


def test_treatment_offers_the_practitioner_after_the_cream():
    clinic = a_clinic(opens=time(9), closes=time(10, 30))
    clinic.book(starts_at=clinic.at(9))
    second = RoomFactory(location=clinic.location, name="Zoom")
    found = slots(clinic, visit_type=make_standard_visit_types()["treatment"])
    assert [(slot.starts_at, slot.ends_at, slot.room) for slot in found] == [
        (clinic.at(9, 15), clinic.at(10), second),
        (clinic.at(9, 30), clinic.at(10, 15), clinic.room),
    ]


@pytest.mark.parametrize("visits", [0, 1, 40])
def test_slots_take_three_queries_whatever_the_history(visits, django_assert_num_queries):
    clinic = a_clinic()
    for number in range(visits):
        VisitFactory(practitioner=clinic.practitioner, starts_at=clinic.at(8) - timedelta(days=number))
    with django_assert_num_queries(3):
        slots(clinic, days=30, patient=clinic.patient)


def test_no_practitioner_no_slots():
    assert slots(a_clinic(), practitioners=[]) == []


def test_day_of_a_location_is_its_wall_day(django_assert_num_queries):
    clinic = a_clinic("America/New_York")
    late = VisitFactory(location=clinic.location, starts_at=datetime(2027, 3, 2, 4, 30, tzinfo=UTC))
    VisitFactory(location=clinic.location, starts_at=datetime(2027, 3, 2, 5, 0, tzinfo=UTC))
    with django_assert_num_queries(1):
        assert [(v, v.patient.name) for v in visits_of_day(clinic.location, date(2027, 3, 1))] == [
            (late, late.patient.name)
        ]


def test_visits_of_a_patient_come_latest_first():
    patient = PatientFactory()
    first = VisitFactory(patient=patient)
    second = VisitFactory(patient=patient, starts_at=first.starts_at + timedelta(days=1))
    assert list(for_patient(patient)) == [second, first]
