"""A message goes once more when somebody asks for it once, however often they tap."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from clinic.kit.tests.crowd import at_once
from clinic.post.models import OutgoingMessage
from clinic.post.tests.factories import OutgoingMessageFactory
from clinic.practice.models import AuditEntry
from clinic.practice.tests.factories import FrontDeskFactory, LocationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed():
    return OutgoingMessageFactory(location=LocationFactory(), state="failed")


@pytest.fixture
def desk(failed):
    return browser_of(FrontDeskFactory(works_at=failed.location))


def browser_of(user) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def page_of(message: OutgoingMessage, name: str = "message") -> str:
    return reverse(f"post:{name}", args=[message.uuid])


def test_form_sent_twice_leads_to_the_one_message_it_made(desk, failed):
    nonce = re.search(r'name="nonce" value="([0-9a-f-]{36})"', desk.get(page_of(failed)).content.decode())[1]

    answers = [desk.post(page_of(failed, "resend"), {"nonce": nonce}) for _ in range(2)]

    assert [answer.url for answer in answers] == [page_of(failed.resent_as.get())] * 2
    assert AuditEntry.objects.filter(verb="message.resend").count() == 1


def test_two_forms_send_it_twice(desk, failed):
    for _twice in range(2):
        desk.post(page_of(failed, "resend"), {"nonce": uuid4()})

    assert failed.resent_as.count() == 2


@pytest.mark.django_db(transaction=True)
def test_taps_of_one_moment_send_it_once(failed):
    user, form = FrontDeskFactory(works_at=failed.location), {"nonce": uuid4()}
    taps = [browser_of(user) for _ in range(6)]

    answers = at_once([lambda tap=tap: tap.post(page_of(failed, "resend"), form) for tap in taps])

    assert [answer.url for answer in answers] == [page_of(failed.resent_as.get())] * 6
