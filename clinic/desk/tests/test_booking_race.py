"""Twenty browsers send the booking form for one slot at one moment."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from clinic.diary.models import Visit
from clinic.diary.tests.crowd import at_once
from clinic.diary.tests.factories import a_clinic
from clinic.practice.tests.factories import FrontDeskFactory, PracticeFactory
from patients.tests.factories import PatientFactory
from treatments.tests.factories.plans import CourseFactory, PlanFactory, SessionFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def form_of(clinic, patient, **more):
    return {
        "patient": patient.uuid,
        "visit_type": clinic.visit_type.key,
        "day": clinic.day.isoformat(),
        "slot": f"{clinic.at(10).isoformat()}|{clinic.practitioner.uuid}|{clinic.room.uuid}",
        "nonce": uuid4(),
    } | more


def browser_at(clinic):
    browser = Client(raise_request_exception=False)
    browser.force_login(FrontDeskFactory(works_at=clinic.location))
    return browser


def test_one_is_booked_and_nineteen_are_offered_the_nearest_times():
    PracticeFactory()
    clinic = a_clinic()
    forms = [(browser_at(clinic), form_of(clinic, PatientFactory(location=clinic.location))) for _ in range(20)]
    answers = at_once([lambda who=who, form=form: who.post(reverse("desk:book"), form) for who, form in forms])
    assert sorted(answer.status_code for answer in answers) == [302, *[409] * 19]
    assert Visit.objects.count() == 1
    refused = [answer for answer in answers if answer.status_code == 409]
    nearest = [clinic.at(9, 15), clinic.at(9, 30), clinic.at(10, 30)]
    assert [[slot.starts_at for slot in answer.context["nearest"]] for answer in refused] == [nearest] * 19


def test_same_form_sent_again_leads_to_the_visit_it_booked():
    PracticeFactory()
    clinic = a_clinic()
    clinic.patient.locations.add(clinic.location)
    plan = PlanFactory(patient=clinic.patient, location=clinic.location, clinician=clinic.practitioner, accepted=True)
    session = SessionFactory(course=CourseFactory(plan=plan))
    browser, form = browser_at(clinic), form_of(clinic, clinic.patient, session=session.uuid)
    answers = [browser.post(reverse("desk:book"), form) for _ in range(2)]
    visit = reverse("desk:visit", args=[Visit.objects.get().uuid])
    assert [answer.url for answer in answers] == [visit] * 2
