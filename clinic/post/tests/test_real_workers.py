"""The row is the truth, the broker a doorbell: real Redis, workers and beats, flushed, doubled and killed."""

import signal
import time
from collections import Counter

import pytest
from django.conf import settings

from clinic.post.models import OutgoingMessage
from clinic.post.tests.factories import OutgoingMessageFactory
from clinic.post.tests.mail_sink import Pause
from clinic.post.tests.test_delivery import age

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True)]


def wait_until_all_are_sent(*, let_time_go_by: bool = False, seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while waiting := OutgoingMessage.objects.exclude(state="sent").first():
        assert time.monotonic() < deadline, f"{waiting} is {waiting.state}"
        if let_time_go_by:
            age(waiting)
        time.sleep(0.2)


def flush_redis() -> None:
    import redis

    redis.Redis.from_url(settings.CELERY_BROKER_URL).flushdb()


def test_two_beats_and_two_workers_send_every_message_once(sink, workers):
    messages = OutgoingMessageFactory.create_batch(60)

    for start in (workers.start_worker, workers.start_worker, workers.start_beat, workers.start_beat):
        start()
    wait_until_all_are_sent()

    assert Counter(sink.ids()) == Counter(message.message_id for message in messages)


def test_flushed_redis_costs_delay_only(sink, celery_workers):
    for _time in range(3):
        OutgoingMessageFactory.create_batch(3)
        flush_redis()
        time.sleep(0.5)

    wait_until_all_are_sent()

    assert len(sink.letters) == 9


def test_killed_worker_is_followed_by_the_next(sink, workers):
    message = OutgoingMessageFactory()
    sink.at_mail = pause = Pause()
    worker = workers.start_worker()
    workers.start_beat()
    assert pause.reached.wait(30)

    workers.stop(worker, signal.SIGKILL)
    sink.at_mail = pause.open()
    workers.start_worker()
    wait_until_all_are_sent(let_time_go_by=True)

    assert sink.ids() == [message.message_id]
