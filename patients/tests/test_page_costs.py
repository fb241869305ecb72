"""A patient's small pages cost the same whatever they hold."""

from itertools import count

import pytest
from django.urls import reverse

from clinic.practice.tests.costs import queries_at_1_3_60
from clinic.practice.tests.factories import DirectorFactory, LocationFactory, PracticeFactory
from patients.tests.factories import ConsentFactory, ConsentTextFactory, ContactPersonFactory, PatientFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    PracticeFactory()
    return LocationFactory()


@pytest.fixture
def director(client, here):
    client.force_login(DirectorFactory(works_at=here))
    return client


def test_contact_persons_cost_the_same_however_many(director, here):
    patient = PatientFactory(location=here)
    page = reverse("patients:contact_persons", args=[patient.uuid])

    found = queries_at_1_3_60(director, page, lambda n: ContactPersonFactory.create_batch(n, patient=patient))

    assert found == [7, 7, 7]


def test_consent_texts_cost_the_same_however_many_versions(director):
    versions = count(1)

    def publish(number):
        for _ in range(number):
            ConsentTextFactory(version=next(versions))

    assert queries_at_1_3_60(director, reverse("patients:consent_texts"), publish) == [5, 5, 5]


def test_a_consents_page_costs_the_same_however_many_were_signed(director, here):
    patient = PatientFactory(location=here)
    page = reverse("patients:consent", args=[patient.uuid])
    ConsentTextFactory()

    found = queries_at_1_3_60(director, page, lambda n: ConsentFactory.create_batch(n, patient=patient))

    assert found == [7, 7, 7]
