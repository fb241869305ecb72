"""A link that does not work any more: whom to call at once, what happened, how to get in again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic.practice.models import Location
from clinic.practice.tests.factories import LocationFactory
from patients.models import PatientLink
from treatments.models import Session

pytestmark = pytest.mark.django_db
ENDINGS = {
    "expired": {"expires_at": timezone.now() - timedelta(days=1)},
    "withdrawn": {"revoked_at": timezone.now()},
}
CALL_HARBOUR = 'Call Harbour: <span class="text-nowrap">+44 20 7946 0999</span>'


@pytest.fixture
def closed_clinic():
    """The only place there is, with a telephone."""
    Location.objects.update(active=False)
    return LocationFactory(name="Harbour", phone="+442079460999", emergency_number="999")


def words_of(page) -> str:
    return " ".join(page.content.decode().split())


@pytest.mark.parametrize("ending", ENDINGS)
def test_link_that_ended_says_whom_to_call_and_how_to_get_a_new_one(client, link, closed_clinic, ending):
    PatientLink.objects.update(**ENDINGS[ending])
    page = client.get(reverse("portal:enter", args=[link[1]]))
    said = ('href="tel:999"', CALL_HARBOUR, "It has expired, was withdrawn", "ask for a new link")
    assert ([words for words in said if words not in words_of(page)], page.status_code) == ([], 404)


@pytest.mark.parametrize("ending", ENDINGS)
def test_page_left_open_closes_when_its_link_ends(patient, ending):
    PatientLink.objects.update(**ENDINGS[ending])
    stranger = Client().get(reverse("portal:care"))
    assert patient.get(reverse("portal:care")).content == stranger.content


def test_places_with_other_emergency_numbers_are_told_apart(client, closed_clinic):
    LocationFactory(name="Hudson", phone="", emergency_number="911")
    page = words_of(client.get(reverse("portal:enter", args=["unknown"])))
    said = ("Call 999 (Harbour)", "Call 911 (Hudson)", CALL_HARBOUR, "Ask at the desk of Hudson.")
    assert [words for words in said if words not in page] == []


def test_place_that_is_closed_for_good_is_not_named(client, closed_clinic):
    LocationFactory(name="Hudson", emergency_number="911", active=False)
    page = words_of(client.get(reverse("portal:enter", args=["unknown"])))
    assert ("Hudson" in page, "911" in page) == (False, False)


def test_clinic_without_a_place_still_says_what_to_do_in_an_emergency(client, closed_clinic):
    Location.objects.update(active=False)
    page = words_of(client.get(reverse("portal:enter", args=["unknown"])))
    assert "Call your emergency number now." in page


def test_link_about_a_treatment_that_is_taken_back_is_a_closed_door(patient, link):
    Session.objects.update(treatment_ended_at=None)
    page = patient.get(reverse("portal:care"))
    assert ("How to get in again" in words_of(page), page["Cache-Control"]) == (True, "no-store, private")
