from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from clinic.diary.domain.booking import hold_visit
from clinic.diary.domain.states import cancel_visit
from clinic.diary.errors import SlotTaken
from clinic.diary.models import Visit, VisitState
from clinic.diary.tests.factories import VisitPartFactory, VisitTypeFactory, a_clinic
from clinic.kit.errors import Refusal
from clinic.practice.models import Absence, AuditEntry, ClosedDay
from clinic.practice.tests.factories import PractitionerFactory, RoomFactory, UserFactory, works_all_week
from patients.models import Patient
from patients.tests.factories import PatientFactory

pytestmark = pytest.mark.django_db


def test_book_keeps_all_three_busy_for_the_whole_visit():
    clinic = a_clinic()
    visit = clinic.book()
    ten, half_past = clinic.at(10), clinic.at(10, 30)
    assert [visit.starts_at, visit.practitioner_busy_from, visit.room_busy_from, visit.patient_busy_from] == [ten] * 4
    assert [visit.ends_at, visit.practitioner_busy_until, visit.room_busy_until] == [half_past] * 3


def test_book_is_written_into_the_audit_trail():
    clinic, desk = a_clinic(), UserFactory()
    visit = clinic.book(by=desk)
    entry = AuditEntry.objects.get(about=visit.key)
    assert (entry.verb, entry.user, entry.location) == ("visit.booked", desk, clinic.location)


def test_book_lets_the_location_know_the_patient():
    clinic = a_clinic()
    clinic.book()
    assert clinic.patient in Patient.objects.known_at(clinic.location)


def test_same_form_books_once():
    clinic, nonce = a_clinic(), uuid4()
    first = clinic.book(nonce=nonce)
    assert clinic.book(nonce=nonce) == first


@pytest.mark.parametrize("taken", ["practitioner", "room", "patient"])
def test_overlap_is_refused_and_names_what_is_taken(taken):
    clinic = a_clinic()
    clinic.book()
    others = {
        "practitioner": PractitionerFactory(),
        "room": RoomFactory(location=clinic.location),
        "patient": PatientFactory(),
    }
    works_all_week(others["practitioner"], clinic.location)
    del others[taken]
    with pytest.raises(SlotTaken) as refusal:
        clinic.book(starts_at=clinic.at(10, 15), **others)
    assert refusal.value.resource == taken


def test_refusal_knows_the_nearest_free_times():
    clinic = a_clinic()
    clinic.book()
    with pytest.raises(SlotTaken) as refusal:
        clinic.book(patient=PatientFactory())
    assert [slot.starts_at for slot in refusal.value.nearest] == [clinic.at(9, 15), clinic.at(9, 30), clinic.at(10, 30)]


def test_visits_may_touch():
    clinic = a_clinic()
    clinic.book()
    assert clinic.book(starts_at=clinic.at(10, 30)).sequence == 0


def test_cancelled_visit_frees_its_time():
    clinic = a_clinic()
    cancel_visit(visit=clinic.book(), reason="ill", by=None)
    assert clinic.book().state == VisitState.BOOKED


def test_held_time_is_taken_until_it_lapses():
    clinic = a_clinic()
    held = hold_visit(**clinic.wishes())
    with pytest.raises(SlotTaken):
        clinic.book(patient=PatientFactory())
    Visit.objects.filter(pk=held.pk).update(held_until=timezone.now() - timedelta(seconds=1))
    clinic.book(patient=PatientFactory())
    held.refresh_from_db()
    assert held.state == VisitState.EXPIRED


def test_practitioner_is_free_while_the_cream_works():
    clinic = a_clinic()
    numbing = VisitTypeFactory(minutes=0)
    VisitPartFactory(visit_type=numbing, minutes=20, needs_practitioner=False)
    VisitPartFactory(visit_type=numbing, minutes=25)
    clinic.book(visit_type=numbing)
    room, short = RoomFactory(location=clinic.location), VisitTypeFactory(minutes=20)
    second = clinic.book(visit_type=short, room=room, patient=PatientFactory())
    assert second.practitioner_busy_until == clinic.at(10, 20)


def test_overbooking_takes_practitioner_and_room_twice():
    clinic = a_clinic()
    clinic.book()
    second = clinic.book(patient=PatientFactory(), overbooked_reason="swollen lip, must be seen")
    assert (second.overbooked, second.overbooked_reason) == (True, "swollen lip, must be seen")


def test_overbooking_never_takes_the_patient_twice():
    clinic = a_clinic()
    clinic.book()
    with pytest.raises(SlotTaken) as refusal:
        clinic.book(overbooked_reason="in a hurry")
    assert refusal.value.resource == "patient"


def test_normal_visit_is_refused_on_top_of_an_overbooked_one():
    clinic = a_clinic()
    first = clinic.book()
    clinic.book(patient=PatientFactory(), overbooked_reason="must be seen")
    cancel_visit(visit=first, reason="ill", by=None)
    with pytest.raises(SlotTaken):
        clinic.book(patient=PatientFactory())


def test_visit_that_overlaps_nothing_is_not_marked_overbooked():
    assert a_clinic().book(overbooked_reason="just in case").overbooked is False


BAD_WISHES = {
    "past": ("starts_at", lambda clinic: {"starts_at": timezone.now() - timedelta(days=1)}),
    "far future": ("starts_at", lambda clinic: {"starts_at": timezone.now() + timedelta(days=1000)}),
    "before opening": ("starts_at", lambda clinic: {"starts_at": clinic.at(7, 45)}),
    "over closing": ("starts_at", lambda clinic: {"starts_at": clinic.at(19, 45)}),
    "night": ("starts_at", lambda clinic: {"starts_at": clinic.at(23, 45)}),
    "stranger": ("starts_at", lambda clinic: {"practitioner": PractitionerFactory()}),
    "left": ("practitioner", lambda clinic: {"practitioner": PractitionerFactory(is_active=False)}),
    "elsewhere": ("room", lambda clinic: {"room": RoomFactory()}),
    "disused room": ("room", lambda clinic: {"room": RoomFactory(location=clinic.location, active=False)}),
    "disused type": ("visit_type", lambda clinic: {"visit_type": VisitTypeFactory(active=False)}),
    "no parts": ("visit_type", lambda clinic: {"visit_type": VisitTypeFactory(minutes=0)}),
    "endless": ("visit_type", lambda clinic: {"visit_type": VisitTypeFactory(minutes=1500)}),
}


@pytest.mark.parametrize("wish", BAD_WISHES)
def test_bad_wish_is_refused_at_its_field(wish):
    clinic = a_clinic()
    field, changed = BAD_WISHES[wish]
    with pytest.raises(Refusal) as refusal:
        clinic.book(**changed(clinic))
    assert (refusal.value.field, Visit.objects.count()) == (field, 0)


def test_closed_day_is_refused_by_name():
    clinic = a_clinic()
    ClosedDay.objects.create(location=clinic.location, day=clinic.day)
    with pytest.raises(Refusal, match="is closed on"):
        clinic.book()


def test_absent_practitioner_is_refused_by_name():
    clinic = a_clinic()
    Absence.objects.create(user=clinic.practitioner, starts_at=clinic.at(10, 15), ends_at=clinic.at(12))
    with pytest.raises(Refusal, match="is away"):
        clinic.book()


def test_lunch_break_is_not_worked_through():
    clinic = a_clinic(opens=time(8), closes=time(10, 15))
    works_all_week(clinic.practitioner, clinic.location, time(10, 45), time(18))
    with pytest.raises(Refusal, match="is not open"):
        clinic.book()


def test_past_visit_can_be_entered_with_a_past_clock():
    clinic = a_clinic()
    past = clinic.at(10) - timedelta(days=30)
    assert clinic.book(starts_at=past, now=past).starts_at == past
