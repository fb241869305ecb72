"""Somebody's work ends: their booked visits are named first."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.diary.models import VisitState
from clinic.diary.tests.factories import VisitFactory, a_clinic
from clinic.practice.tests.factories import LocationFactory, ManagerFactory, RoomFactory
from patients.tests.factories import PatientFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic():
    return a_clinic()


@pytest.fixture
def manager(client, clinic):
    client.force_login(ManagerFactory(works_at=clinic.location))
    return client


def page_of(client, clinic):
    return client.get(reverse("desk:end_of_work", args=[clinic.practitioner.uuid]))


def row(clinic, **given):
    return VisitFactory(location=clinic.location, practitioner=clinic.practitioner, **given)


def test_the_visits_to_come_are_counted_and_linked(manager, clinic):
    first, second = clinic.book(), clinic.book(starts_at=clinic.at(14), patient=PatientFactory())

    answer = page_of(manager, clinic)

    words = answer.content.decode()
    assert (list(answer.context["page"]), "2 visits are still booked with them" in words) == ([first, second], True)
    assert all(reverse("desk:move", args=[visit.uuid]) in words for visit in (first, second))


def test_what_is_over_closed_or_elsewhere_is_not_named(manager, clinic):
    yesterday = timezone.now() - timedelta(days=1)
    row(clinic, starts_at=yesterday)
    row(clinic, state=VisitState.CANCELLED)
    row(clinic, state=VisitState.HELD, held_until=yesterday)
    VisitFactory(location=LocationFactory(), practitioner=clinic.practitioner, starts_at=clinic.at(10))

    assert list(page_of(manager, clinic).context["page"]) == []


def test_a_patient_who_is_being_seen_is_named(manager, clinic):
    here = row(clinic, starts_at=timezone.now() - timedelta(hours=2), state=VisitState.IN_TREATMENT)

    assert list(page_of(manager, clinic).context["page"]) == [here]


def test_work_ends_all_the_same_and_the_visits_stay(manager, clinic):
    visit = clinic.book()

    manager.post(reverse("practice:end_work", args=[clinic.practitioner.uuid]))

    visit.refresh_from_db()
    assert (clinic.practitioner.memberships.count(), visit.state) == (0, VisitState.BOOKED)


def test_a_visit_with_somebody_who_left_is_offered_with_anybody_else(manager, clinic):
    visit = clinic.book()
    other = a_clinic().practitioner
    other.memberships.update(location=clinic.location)
    other.staff_hours.update(location=clinic.location)
    manager.post(reverse("practice:end_work", args=[clinic.practitioner.uuid]))

    answer = manager.get(reverse("desk:move", args=[visit.uuid]))

    assert (answer.status_code, {slot.practitioner for slot in answer.context["offer"].times}) == (200, {other})


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_the_page_costs_the_same_whatever_is_booked(manager, clinic, rows, django_assert_num_queries):
    kind, room = clinic.visit_type, RoomFactory(location=clinic.location)
    for number in range(rows):
        row(clinic, visit_type=kind, room=room, starts_at=clinic.at(10) + timedelta(hours=number))

    with django_assert_num_queries(7):
        page_of(manager, clinic)
