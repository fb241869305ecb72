from datetime import timedelta

import pytest
from django.utils import timezone

from clinic.diary.domain.moving import move_visit
from clinic.diary.domain.states import cancel_visit, confirm_visit
from clinic.diary.errors import SlotTaken, StalePage
from clinic.diary.models import Visit, VisitState
from clinic.diary.tests.factories import a_clinic
from clinic.kit.errors import Refusal
from clinic.practice.models import AuditEntry
from clinic.practice.tests.factories import PractitionerFactory, RoomFactory, works_all_week
from patients.tests.factories import PatientFactory

pytestmark = pytest.mark.django_db


def test_move_takes_every_busy_time_along():
    clinic = a_clinic()
    visit = move_visit(visit=clinic.book(), starts_at=clinic.at(14), by=None)
    assert {visit.starts_at, visit.practitioner_busy_from, visit.room_busy_from, visit.patient_busy_from} == {
        clinic.at(14)
    }


def test_move_may_overlap_the_time_it_leaves():
    clinic = a_clinic()
    visit = move_visit(visit=clinic.book(), starts_at=clinic.at(10, 15), by=None)
    assert (visit.starts_at, visit.sequence) == (clinic.at(10, 15), 1)


def test_move_to_another_practitioner_and_room():
    clinic = a_clinic()
    practitioner, room = PractitionerFactory(), RoomFactory(location=clinic.location)
    works_all_week(practitioner, clinic.location)
    visit = move_visit(visit=clinic.book(), starts_at=clinic.at(10), practitioner=practitioner, room=room, by=None)
    assert (visit.practitioner, visit.room, visit.sequence) == (practitioner, room, 1)


def test_move_to_where_it_lies_changes_nothing():
    clinic = a_clinic()
    assert move_visit(visit=clinic.book(), starts_at=clinic.at(10), by=None).sequence == 0


def test_move_keeps_its_history_in_the_audit_trail():
    clinic = a_clinic()
    visit = move_visit(visit=clinic.book(), starts_at=clinic.at(14), by=None)
    entry = AuditEntry.objects.get(about=visit.key, verb="visit.moved")
    assert entry.details == {"from": clinic.at(10).isoformat(), "to": clinic.at(14).isoformat()}


def test_moved_visit_waits_for_a_new_confirmation():
    clinic = a_clinic()
    confirmed = confirm_visit(visit=clinic.book(), by=None)
    assert move_visit(visit=confirmed, starts_at=clinic.at(14), by=None).state == VisitState.BOOKED


def test_move_onto_another_visit_is_refused_and_changes_nothing():
    clinic = a_clinic()
    clinic.book(starts_at=clinic.at(14), patient=PatientFactory())
    visit = clinic.book()
    with pytest.raises(SlotTaken) as refusal:
        move_visit(visit=visit, starts_at=clinic.at(14), by=None)
    visit.refresh_from_db()
    assert (visit.starts_at, visit.sequence) == (clinic.at(10), 0)
    assert [slot.starts_at for slot in refusal.value.nearest] == [
        clinic.at(13, 15), clinic.at(13, 30), clinic.at(14, 30)
    ]  # fmt: skip


def test_stale_page_moves_nothing():
    clinic = a_clinic()
    visit = clinic.book()
    move_visit(visit=Visit.objects.get(), starts_at=clinic.at(14), by=None)
    with pytest.raises(StalePage):
        move_visit(visit=visit, starts_at=clinic.at(16), expected_sequence=0, by=None)
    assert Visit.objects.get().starts_at == clinic.at(14)


def test_cancelled_visit_cannot_be_moved():
    clinic = a_clinic()
    visit = cancel_visit(visit=clinic.book(), reason="ill", by=None)
    with pytest.raises(Refusal, match="cancelled"):
        move_visit(visit=visit, starts_at=clinic.at(14), by=None)


def test_visit_cannot_be_moved_into_the_past():
    clinic = a_clinic()
    with pytest.raises(Refusal, match="has passed"):
        move_visit(visit=clinic.book(), starts_at=timezone.now() - timedelta(hours=1), by=None)
