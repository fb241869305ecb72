"""Booking, moving, a visit and check-out cost the same whatever the clinic holds."""

from itertools import count

import pytest
from django.urls import reverse

from clinic.diary.tests.factories import VisitTypeFactory, a_clinic
from clinic.post.tests.factories import OutgoingMessageFactory
from clinic.practice.tests.costs import queries_at_1_3_60
from clinic.practice.tests.factories import FrontDeskFactory, PractitionerFactory, RoomFactory, works_all_week
from patients.tests.factories import PatientFactory
from treatments.tests.factories.plans import CourseFactory, PlanFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic():
    return a_clinic()


@pytest.fixture
def desk(client, clinic):
    client.force_login(FrontDeskFactory(works_at=clinic.location))
    return client


@pytest.fixture
def course(clinic):
    patient = PatientFactory(location=clinic.location)
    plan = PlanFactory(patient=patient, location=clinic.location, clinician=clinic.practitioner, accepted=True)
    return CourseFactory(plan=plan, starts_on=clinic.day)


def sessions_for(course, **given):
    numbers = count(1)
    return lambda more: [SessionFactory(course=course, number=next(numbers), **given) for _ in range(more)]


def test_booking_costs_the_same_however_many_sessions_wait(desk, course):
    page = f"{reverse('desk:book')}?patient={course.plan.patient.uuid}"

    assert queries_at_1_3_60(desk, page, sessions_for(course)) == [22, 22, 22]


def test_booking_costs_the_same_however_many_rooms_people_and_kinds(desk, clinic, course):
    page = f"{reverse('desk:book')}?patient={course.plan.patient.uuid}&day={clinic.day}"

    def grow(number):
        RoomFactory.create_batch(number, location=clinic.location)
        VisitTypeFactory.create_batch(number)
        for colleague in PractitionerFactory.create_batch(number, works_at=clinic.location):
            works_all_week(colleague, clinic.location)

    assert queries_at_1_3_60(desk, page, grow) == [19, 19, 19]


@pytest.mark.parametrize(("name", "queries"), [("desk:visit", 10), ("desk:check_out", 8)])
def test_a_visit_costs_the_same_however_many_sessions_it_holds(desk, clinic, course, name, queries):
    visit = clinic.book(patient=course.plan.patient)

    found = queries_at_1_3_60(desk, reverse(name, args=[visit.uuid]), sessions_for(course, visit=visit))

    assert found == [queries] * 3


def test_a_visit_costs_the_same_however_much_was_sent_about_it(desk, clinic):
    visit = clinic.book()

    def send(number):
        OutgoingMessageFactory.create_batch(
            number, about=visit.key, patient=visit.patient, location=clinic.location, state="sent"
        )

    assert queries_at_1_3_60(desk, reverse("desk:visit", args=[visit.uuid]), send) == [8, 8, 8]


def test_check_out_costs_the_same_however_many_sessions_wait(desk, clinic, course):
    visit = clinic.book(patient=course.plan.patient)

    found = queries_at_1_3_60(desk, reverse("desk:check_out", args=[visit.uuid]), sessions_for(course))

    assert found == [8, 8, 8]


def test_moving_costs_the_same_however_many_rooms_and_people(desk, clinic):
    visit = clinic.book()

    def grow(number):
        RoomFactory.create_batch(number, location=clinic.location)
        for colleague in PractitionerFactory.create_batch(number, works_at=clinic.location):
            works_all_week(colleague, clinic.location)

    assert queries_at_1_3_60(desk, reverse("desk:move", args=[visit.uuid]), grow) == [14, 14, 14]
