"""Many people at one moment: one of them gets it, the others are told, nothing breaks."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from clinic.diary.domain.booking import book_visit, hold_visit
from clinic.diary.domain.moving import move_visit
from clinic.diary.domain.states import arrive, cancel_visit
from clinic.diary.models import Visit, VisitState
from clinic.diary.tests.crowd import at_once
from clinic.diary.tests.factories import a_clinic
from clinic.practice.models import AuditEntry
from clinic.practice.tests.factories import PractitionerFactory, RoomFactory, works_all_week
from patients.tests.factories import PatientFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def booking(clinic: Any, **changed: Any) -> Callable[[], Visit]:
    wishes = clinic.wishes(**changed)
    return lambda: book_visit(**wishes)


def test_of_twenty_bookings_of_one_slot_one_is_stored():
    clinic = a_clinic()
    results = at_once([booking(clinic, patient=PatientFactory()) for _ in range(20)])
    nearest = [clinic.at(9, 15), clinic.at(9, 30), clinic.at(10, 30)]
    assert [result for result in results if isinstance(result, Visit)] == [Visit.objects.get()]
    assert [result for result in results if not isinstance(result, Visit)] == [("practitioner", nearest)] * 19


@pytest.mark.parametrize("shared", ["practitioner", "room", "patient"])
def test_whatever_ten_bookings_share_is_taken_once(shared):
    clinic = a_clinic()

    def apart() -> dict[str, Any]:
        given = {
            "practitioner": PractitionerFactory(),
            "room": RoomFactory(location=clinic.location),
            "patient": PatientFactory(),
        }
        works_all_week(given["practitioner"], clinic.location)
        return {resource: thing for resource, thing in given.items() if resource != shared}

    results = at_once([booking(clinic, **apart()) for _ in range(10)])
    assert Counter(result[0] for result in results if isinstance(result, tuple)) == {shared: 9}


def test_same_form_sent_ten_times_at_once_books_once():
    clinic, nonce = a_clinic(), uuid4()
    assert at_once([booking(clinic, nonce=nonce)] * 10) == [Visit.objects.get()] * 10


def test_same_form_with_other_choices_books_once():
    clinic, nonce = a_clinic(), uuid4()
    others = [PractitionerFactory() for _ in range(8)]
    for other in others:
        works_all_week(other, clinic.location)
    tries = [
        booking(
            clinic,
            nonce=nonce,
            practitioner=other,
            room=RoomFactory(location=clinic.location),
            patient=PatientFactory(),
        )
        for other in others
    ]
    assert at_once(tries) == [Visit.objects.get()] * 8


def test_sixteen_practitioners_and_two_rooms_end_without_a_deadlock():
    clinic = a_clinic()
    rooms = [clinic.room, RoomFactory(location=clinic.location)]
    staff = [PractitionerFactory() for _ in range(16)]
    for one in staff:
        works_all_week(one, clinic.location)
    tries = [
        booking(clinic, practitioner=one, room=rooms[number % 2], patient=PatientFactory())
        for number, one in enumerate(staff)
    ]
    at_once(tries)
    assert sorted(Visit.objects.values_list("room", flat=True)) == sorted(room.pk for room in rooms)


def test_two_visits_that_change_places_end_without_a_deadlock():
    clinic = a_clinic()
    other = PractitionerFactory()
    works_all_week(other, clinic.location)
    first = clinic.book()
    second = clinic.book(practitioner=other, room=RoomFactory(location=clinic.location), patient=PatientFactory())
    here, there = (first.practitioner, first.room), (second.practitioner, second.room)
    results = at_once([
        lambda: move_visit(visit=first, starts_at=clinic.at(10), practitioner=there[0], room=there[1], by=None),
        lambda: move_visit(visit=second, starts_at=clinic.at(10), practitioner=here[0], room=here[1], by=None),
    ])  # fmt: skip
    assert [result[0] for result in results] == ["practitioner", "practitioner"]


def test_of_ten_moves_of_one_page_one_counts():
    clinic = a_clinic()
    clinic.book()
    pages = [Visit.objects.get() for _ in range(10)]
    tries = [
        lambda page=page, hour=hour: move_visit(visit=page, starts_at=clinic.at(hour), by=None)
        for hour, page in enumerate(pages, start=9)
        if hour != 10
    ]
    results = at_once(tries)
    assert (results.count("stale"), Visit.objects.get().sequence) == (8, 1)


def test_of_ten_arrivals_one_is_written_down():
    visit = a_clinic().book()
    pages = [Visit.objects.get() for _ in range(10)]
    results = at_once([lambda page=page: arrive(visit=page, by=None) for page in pages])
    assert {result.state for result in results} == {VisitState.ARRIVED}
    assert AuditEntry.objects.filter(about=visit.key, verb="visit.arrived").count() == 1


def test_arrival_and_cancellation_at_once_leave_one_story():
    a_clinic().book()
    here, gone = Visit.objects.get(), Visit.objects.get()
    results = at_once([lambda: arrive(visit=here, by=None), lambda: cancel_visit(visit=gone, reason="ill", by=None)])
    verbs = set(AuditEntry.objects.values_list("verb", flat=True)) - {"visit.booked"}
    assert (results.count("stale"), verbs) == (1, {f"visit.{Visit.objects.get().state}"})


def test_lapsed_holds_that_many_share_are_freed_without_a_deadlock():
    clinic = a_clinic()
    staff, rooms = [PractitionerFactory() for _ in range(4)], [RoomFactory(location=clinic.location) for _ in range(4)]
    for one in staff:
        works_all_week(one, clinic.location)
    pairs = [(one, rooms[(i + shift) % 4], shift) for shift in range(3) for i, one in enumerate(staff)]
    for one, room, shift in pairs:
        hold_visit(
            **clinic.wishes(practitioner=one, room=room, patient=PatientFactory(), starts_at=clinic.at(10 + shift))
        )
    Visit.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    at_once([
        booking(clinic, practitioner=one, room=room, patient=PatientFactory(), starts_at=clinic.at(10 + shift))
        for one, room, shift in pairs
    ])  # fmt: skip
    assert Counter(Visit.objects.values_list("state", flat=True)) == {"expired": 12, "booked": 12}
