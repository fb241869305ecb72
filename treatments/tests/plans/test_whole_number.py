"""Everything that says "n of N" counts the sessions of all phases."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from patients.models import Document
from treatments.domain import sessions
from treatments.domain.documents import fill_requested
from treatments.models import CoursePhase
from treatments.tests.factories.care import an_arrived_patient
from treatments.tests.factories.plans import CourseFactory, PlanFactory, SessionFactory

pytestmark = pytest.mark.django_db


def with_maintenance(course):
    days = {"interval_min_days": 84, "interval_days": 91, "interval_max_days": 105}
    return CoursePhase.objects.create(course=course, kind="maintenance", sessions=2, **days)


def test_the_session_page_counts_all_phases(client, location, practitioner):
    course = CourseFactory(plan=PlanFactory(location=location))
    with_maintenance(course)
    session = SessionFactory(course=course, number=2)
    client.force_login(practitioner)

    page = client.get(reverse("treatments:session", args=[session.uuid])).content.decode()

    assert "Session 2 of 5" in page


def test_the_aftercare_sheet_counts_all_phases():
    treatment = an_arrived_patient()
    sessions.start_session(session=treatment.session, by=treatment.by)
    with_maintenance(treatment.session.course)
    sessions.end_treatment(session=treatment.fresh(), by=treatment.by)
    fill_requested()

    (_first, second) = PdfReader(BytesIO(Document.objects.get(about=treatment.session.key).read())).pages
    assert "1 of 5" in second.extract_text()
