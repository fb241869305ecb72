"""The same pages in a browser that runs no script: every step is a link or a form first."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.practice.tests.factories import LocationFactory, PracticeFactory, PractitionerFactory
from patients.domain.links import issue_link
from patients.models import Patient
from treatments.domain import sessions
from treatments.models import ChecklistTick
from treatments.tests.factories.care import an_arrived_patient
from treatments.tests.factories.plans import RecipeVersionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a long enough password"


@pytest.fixture
def page(new_context, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    return new_context(java_script_enabled=False).new_page()


@pytest.fixture
def person(db):
    PracticeFactory()
    return PractitionerFactory(works_at=LocationFactory(), password=PASSWORD)


def test_sign_in_register_and_look_at_today(page, person):
    page.goto("/")
    page.locator("[name=login]").fill(person.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Register a patient").click()
    page.locator("[name=name]").fill("Zoë Kowalczyk-Öztürk")
    page.locator("[name=email]").fill("zoe@example.test")
    page.get_by_role("button", name="Register", exact=True).click()
    page.get_by_role("link", name="Today").click()

    assert (page.url.endswith(reverse("desk:today")), Patient.objects.get().email) == (True, "zoe@example.test")


def test_a_recipe_is_worked_out_by_its_button(page, person, sign_in):
    sign_in(page.context, person)
    page.goto(reverse("treatments:recipe_edit", args=[RecipeVersionFactory(draft=True).uuid]))

    page.locator("[name=lines-0-amount]").fill("2")
    page.get_by_role("button", name="Recalculate").click()

    assert page.locator("#worked").get_by_text("20 mg").count() > 0


def test_a_patient_reads_until_when_and_keeps_a_tick(page):
    treatment = an_arrived_patient()
    sessions.start_session(session=treatment.session, by=treatment.by)
    sessions.end_treatment(session=treatment.fresh(), by=treatment.by)
    ended = treatment.fresh()
    expires = timezone.now() + timedelta(days=1)
    token = issue_link(patient=treatment.clinic.patient, purpose="care", about=ended.key, expires_at=expires)[1]

    page.goto(reverse("portal:enter", args=[token]))
    page.locator("[name=birth_date]").fill(treatment.clinic.patient.birth_date.isoformat())
    page.get_by_role("button", name="Show my aftercare").click()
    until = page.locator(".countdown-until").inner_text()
    page.get_by_label("Stay out of direct sun.").check()
    page.get_by_role("button", name="Save my ticks").click()

    assert (until, ChecklistTick.objects.get().done) == (told(ended), True)


def told(session):
    """The end of the sun window in words: 48 hours on, rounded up to the quarter hour, on the clinic's wall."""
    end = session.treatment_ended_at + timedelta(hours=48)
    end = (end + timedelta(minutes=15) - timedelta(microseconds=1)).replace(second=0, microsecond=0)
    end -= timedelta(minutes=end.minute % 15)
    return f"{end.astimezone(session.visit.location.tzinfo):%a %-d %b, %H:%M}"
