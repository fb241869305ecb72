"""Correcting who a patient is: written at once, and judged at once where a rule reads it."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.practice.models import AuditEntry
from clinic.practice.tests.factories import FrontDeskFactory, LocationFactory
from patients.models import Patient
from patients.tests.factories import PatientFactory
from treatments.domain.readiness import gaps_before_start
from treatments.domain.screening import latest_findings, open_findings, screen_plan
from treatments.models import Screening
from treatments.tests.factories.catalogue import ContraindicationFactory
from treatments.tests.factories.plans import CourseFactory, PlanFactory, SessionFactory

pytestmark = pytest.mark.django_db
ADA = {"name": "Ada Example", "email": "ada@example.test", "sex": "unknown", "language": "en", "channel": "email"}


@pytest.fixture
def here():
    return LocationFactory()


@pytest.fixture
def ada(here):
    known = {"name": "Ada Example", "email": "ada@example.test", "phone": "", "sex": "unknown"}
    return PatientFactory(location=here, birth_date=date(1990, 1, 1), channel="email", **known)


@pytest.fixture
def plan(ada, here):
    plan = PlanFactory(patient=ada, location=here, accepted=True)
    SessionFactory(course=CourseFactory(plan=plan))
    screen_plan(plan=plan, by=plan.clinician)
    return plan


@pytest.fixture
def edit(client, here, ada):
    client.force_login(FrontDeskFactory(works_at=here))
    return lambda **typed: client.post(
        reverse("desk:edit_patient", args=[ada.uuid]), ADA | {"birth_date": "1990-01-01"} | typed
    )


def years_ago(years):
    day = timezone.localdate()
    return f"{day.year - years}-{day.month:02}-{min(day.day, 28):02}"


def test_edit_corrects_and_returns_to_the_patient(edit, ada):
    answer = edit(name="Zoë")

    assert (answer["Location"], Patient.objects.get().name) == (reverse("desk:patient", args=[ada.uuid]), "Zoë")


def test_edit_of_an_impossible_date_stays_on_the_form(edit):
    answer = edit(birth_date="1850-01-01")

    assert answer.context["form"].errors == {"birth_date": ["A birth date lies in the past, after 1900."]}


def test_opening_the_form_is_reading_the_record(client, edit, ada):
    client.get(reverse("desk:edit_patient", args=[ada.uuid]))

    assert list(AuditEntry.objects.values_list("verb", "about")) == [("patient.read", ada.key)]


def test_a_birth_date_under_eighteen_stops_the_open_plan_at_once(edit, plan):
    before = [finding.rule for finding in open_findings(plan)]

    edit(birth_date=years_ago(17))

    stops = [finding.rule for finding in open_findings(plan) if finding.level == "stop"]
    gaps = [gap.kind for gap in gaps_before_start(plan.courses.get().sessions.get())]
    assert ("age" in before, stops, "stop" in gaps) == (False, ["age"], True)


def test_a_corrected_sex_asks_about_pregnancy_at_once(edit, plan, ada):
    ContraindicationFactory(condition_key="pregnancy", label="Pregnancy", ask=True, valid_days=0, women_only=True)
    edit(sex="male")
    of_a_man = [finding.ask for finding in latest_findings(plan) if "pregnancy" in finding.ask]

    edit(sex="female")

    asked = [finding.ask for finding in latest_findings(plan) if "pregnancy" in finding.ask]
    assert (of_a_man, len(asked)) == ([], 1)


def test_a_corrected_name_screens_nothing(edit, plan):
    edit(name="Ada Sample")

    assert Screening.objects.filter(plan=plan).count() == 1


def test_a_refused_correction_screens_nothing(edit, plan):
    edit(birth_date="1850-01-01")

    assert (Screening.objects.filter(plan=plan).count(), Patient.objects.get().birth_date) == (1, date(1990, 1, 1))
