"""A patient's link is in the mail and nowhere else."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from clinic.post.delivery.sweep import sweep
from clinic.post.tests.factories import OutgoingMessageFactory
from clinic.practice.tests.factories import UserFactory
from patients.domain.links import find_link
from patients.models import PatientLink

pytestmark = pytest.mark.django_db

LINK = re.compile(r"http://localhost:8000/p/([\w-]+)/")


def with_link(**changes):
    expires = timezone.now() + timedelta(weeks=26)
    link = {"purpose": "care", "about": "session:1", "expires_at": expires.isoformat()}
    context = {"asked_at": expires.isoformat(), "links": {"care": link}}
    return OutgoingMessageFactory(context=context, **changes)


def arrived(sink, part: str) -> str:
    return sink.letters[0].get_body((part,)).get_content()


def test_link_in_the_mail_opens_the_patients_own_door(sink):
    message = with_link()

    sweep()

    (token,) = LINK.findall(arrived(sink, "plain"))
    link = find_link(token=token, purpose="care")
    assert (link.patient, link.about) == (message.patient, "session:1")
    assert LINK.findall(arrived(sink, "html")) == [token]


def test_what_is_kept_does_not_open_the_door(sink):
    message = with_link()

    sweep()

    message.refresh_from_db()
    (token,) = LINK.findall(arrived(sink, "plain"))
    assert token not in message.body_text + message.body_html
    assert "http://localhost:8000/p/••••/" in message.body_text


def test_message_to_staff_opens_no_patients_door(sink):
    with_link(patient=None, user=UserFactory())

    sweep()

    assert PatientLink.objects.count() == 0
    assert len(sink.letters) == 1
