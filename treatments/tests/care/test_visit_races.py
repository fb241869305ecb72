"""Twenty people book one slot at one moment, with the messages and sessions that hang on it."""

from uuid import uuid4

import pytest

from clinic.diary.models import Visit
from clinic.diary.tests.crowd import at_once
from clinic.diary.tests.factories import a_clinic
from clinic.post.models import OutgoingMessage
from clinic.practice.tests.factories import PracticeFactory
from patients.tests.factories import PatientFactory
from treatments.domain.visits import book_visit
from treatments.tests.factories.plans import CourseFactory, PlanFactory, SessionFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_of_twenty_bookings_one_is_stored_and_written_about():
    PracticeFactory()
    clinic = a_clinic()
    wishes = [clinic.wishes(patient=PatientFactory()) for _ in range(20)]
    results = at_once([lambda wish=wish: book_visit(**wish) for wish in wishes])
    visit = Visit.objects.get()
    assert sorted(str(result[0]) for result in results if isinstance(result, tuple)) == ["practitioner"] * 19
    assert set(OutgoingMessage.objects.values_list("about", flat=True)) == {visit.key}


def test_form_sent_ten_times_at_once_books_its_session_once():
    PracticeFactory()
    clinic, nonce = a_clinic(), uuid4()
    plan = PlanFactory(patient=clinic.patient, location=clinic.location, clinician=clinic.practitioner, accepted=True)
    session = SessionFactory(course=CourseFactory(plan=plan))
    wish = clinic.wishes(nonce=nonce, sessions=[session])
    results = at_once([lambda: book_visit(**wish)] * 10)
    session.refresh_from_db()
    assert results == [Visit.objects.get()] * 10 == [session.visit] * 10
    assert OutgoingMessage.objects.filter(kind="confirmation").count() == 1
