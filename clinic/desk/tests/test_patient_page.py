"""The patient's page: all of theirs at a glance, clinical facts for the clinical staff only."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.diary.tests.factories import VisitFactory
from clinic.post.tests.factories import OutgoingMessageFactory
from clinic.practice.models import AuditEntry
from clinic.practice.tests.factories import FrontDeskFactory, PractitionerFactory
from patients.tests.factories import AllergyFactory, ConsentFactory, DocumentFactory, PatientFactory
from treatments.tests.factories.care import a_booked_session
from treatments.tests.factories.plans import CourseFactory, PlanFactory, RecipeVersionFactory, SessionFactory

pytestmark = pytest.mark.django_db


def page(client, patient, location, staff=FrontDeskFactory):
    client.force_login(staff(works_at=location))
    return client.get(reverse("desk:patient", args=[patient.uuid]))


def test_the_desk_reads_how_many_sessions_to_book_and_nothing_clinical(client):
    treatment = a_booked_session()
    SessionFactory(course=treatment.session.course, number=2)
    AllergyFactory(patient=treatment.clinic.patient, text="nickel")

    shown = page(client, treatment.clinic.patient, treatment.clinic.location).content.decode()

    assert ("1 session to book" in shown, "accepted" in shown) == (True, True)
    assert ("nickel" in shown, str(treatment.session.course.concern) in shown) == (False, False)


def test_clinicians_get_the_strip_and_the_plan(client):
    treatment = a_booked_session()
    AllergyFactory(patient=treatment.clinic.patient, text="nickel")

    answer = page(client, treatment.clinic.patient, treatment.clinic.location, PractitionerFactory)

    plan = reverse("treatments:plan", args=[treatment.session.course.plan.uuid])
    assert ("nickel" in answer.content.decode(), plan in answer.content.decode()) == (True, True)


def test_opening_the_page_is_reading_the_record(client):
    patient = PatientFactory()

    page(client, patient, patient.locations.get())

    assert AuditEntry.objects.filter(verb="patient.read", about=patient.key).count() == 1


def test_visits_to_come_stand_before_those_gone(client):
    patient = PatientFactory()
    here = patient.locations.get()
    later = VisitFactory(patient=patient, location=here, starts_at=timezone.now() + timedelta(days=3))
    sooner = VisitFactory(patient=patient, location=here, starts_at=timezone.now() + timedelta(days=1))
    gone = VisitFactory(patient=patient, location=here, starts_at=timezone.now() - timedelta(days=9))

    overview = page(client, patient, here).context["overview"]

    assert (overview.upcoming, overview.past) == ([sooner, later], [gone])


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_page_costs_the_same_whatever_the_history(client, count, django_assert_num_queries):
    patient, recipe = PatientFactory(), RecipeVersionFactory()
    here = patient.locations.get()
    kind = VisitFactory(patient=patient, location=here, starts_at=timezone.now() - timedelta(days=400))
    for number in range(count):
        visit = VisitFactory(patient=patient, location=here, starts_at=timezone.now() - timedelta(days=number + 1),
                             visit_type=kind.visit_type, practitioner=kind.practitioner, room=kind.room)  # fmt: skip
        plan = PlanFactory(patient=patient, location=here, clinician=kind.practitioner, accepted=True)
        SessionFactory(course=CourseFactory(plan=plan, recipe_version=recipe, zones=[]), visit=visit)
        OutgoingMessageFactory(patient=patient, location=here)
        DocumentFactory(patient=patient)
        ConsentFactory(patient=patient)
    client.force_login(PractitionerFactory(works_at=here))

    with django_assert_num_queries(21):
        client.get(reverse("desk:patient", args=[patient.uuid]))
