"""A patient after a treatment, outside the door and inside."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from patients.domain.links import issue_link
from treatments.domain import sessions
from treatments.tests.factories.care import an_arrived_patient

BORN = date(1985, 4, 12)


@pytest.fixture
def treatment():
    treatment = an_arrived_patient()
    sessions.start_session(session=treatment.session, by=treatment.by)
    sessions.end_treatment(session=treatment.fresh(), by=treatment.by)
    return treatment


@pytest.fixture
def link(treatment):
    return issue_link(
        patient=treatment.clinic.patient,
        purpose="care",
        about=treatment.session.key,
        expires_at=timezone.now() + timedelta(days=1),
    )


@pytest.fixture
def at_the_door(client, link):
    client.get(reverse("portal:enter", args=[link[1]]))
    return client


@pytest.fixture
def patient(at_the_door):
    at_the_door.post(reverse("portal:identify"), {"birth_date": BORN.isoformat()})
    return at_the_door
