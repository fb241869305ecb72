"""A form that is sent twice does once what it asks, and the second tap sees the first one's page."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from clinic.kit.tests.crowd import at_once
from clinic.practice.models import AuditEntry
from treatments.models import CheckIn, Reaction

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def nonce_on(page) -> str:
    return re.search(r'name="nonce" value="([0-9a-f-]{36})"', page.content.decode())[1]


@pytest.fixture
def report(patient):
    """The patient's report form, filled in."""
    return {"nonce": nonce_on(patient.get(reverse("portal:report"))), "signs": ["breathing"]}


def test_report_sent_twice_is_one_and_both_taps_say_what_to_do_now(patient, report):
    answers = [patient.post(reverse("portal:report"), report) for _ in range(2)]
    assert [answer.url for answer in answers] == [reverse("portal:reported")] * 2
    assert (Reaction.objects.count(), AuditEntry.objects.filter(verb="reaction.report").count()) == (1, 1)


def test_report_with_something_added_is_another_one(patient, report):
    for words in ("", "It began an hour ago."):
        patient.post(reverse("portal:report"), report | {"words": words})
    assert {reaction.words for reaction in Reaction.objects.all()} == {"", "It began an hour ago."}


def test_report_that_was_refused_keeps_its_nonce(patient, report):
    refused = patient.post(reverse("portal:report"), report | {"signs": []})
    assert nonce_on(refused) == report["nonce"]


@pytest.mark.parametrize("nonce", [{}, {"nonce": "broken"}])
def test_report_without_a_nonce_is_kept(patient, nonce):
    patient.post(reverse("portal:report"), {"signs": ["breathing"]} | nonce)
    assert Reaction.objects.count() == 1


def test_two_forms_are_two_reports(patient):
    for _twice in range(2):
        patient.post(reverse("portal:report"), {"nonce": uuid4(), "signs": ["bruise"]})
    assert Reaction.objects.count() == 2


def test_all_fine_sent_twice_is_said_once(patient):
    nonce = nonce_on(patient.get(reverse("portal:care")))
    answers = [patient.post(reverse("portal:fine"), {"nonce": nonce}) for _ in range(2)]
    assert [answer.url for answer in answers] == [reverse("portal:care")] * 2
    assert (CheckIn.objects.count(), AuditEntry.objects.filter(verb="check_in.fine").count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("page", "lands_on", "kept"), [("report", "reported", Reaction), ("fine", "care", CheckIn)])
def test_taps_of_one_moment_make_one_row(patient, page, lands_on, kept):
    form = {"nonce": uuid4(), "signs": ["breathing"]}
    phones = [same_phone(patient) for _ in range(6)]
    answers = at_once([lambda phone=phone: phone.post(reverse(f"portal:{page}"), form) for phone in phones])
    assert [answer.url for answer in answers] == [reverse(f"portal:{lands_on}")] * 6
    assert kept.objects.count() == 1


def same_phone(patient: Client) -> Client:
    """One more connection of the patient's browser: the same cookies."""
    again = Client()
    again.cookies.load({name: cookie.value for name, cookie in patient.cookies.items()})
    return again
