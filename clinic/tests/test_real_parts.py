"""The suite's real parts work: worker and beat send through a real mail server, the browser opens pages."""

import time

import pytest

from clinic.post.models import OutgoingMessage
from clinic.post.tests.factories import OutgoingMessageFactory
from clinic.practice.tests.factories import PracticeFactory

pytestmark = pytest.mark.django_db(transaction=True)


def wait_for(condition, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


@pytest.mark.real
def test_beat_and_worker_send_what_is_due(sink, celery_workers):
    message = OutgoingMessageFactory()
    wait_for(lambda: OutgoingMessage.objects.get(pk=message.pk).state == "sent")

    assert sink.ids() == [message.message_id]


@pytest.mark.browser
def test_sign_in_page_is_clean(page, axe):
    PracticeFactory()
    page.goto("/account/login/")

    assert axe(page) == []
