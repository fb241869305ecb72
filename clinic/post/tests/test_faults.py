"""Workers that die at the worst moment, and two at once: at most two copies, same Message-ID, nothing lost."""

import time
from collections import Counter

import pytest
from django.db import connection, transaction

from clinic.post.delivery.sweep import sweep
from clinic.post.domain import cancel_messages
from clinic.post.models import OutgoingMessage
from clinic.post.tests.factories import OutgoingMessageFactory
from clinic.post.tests.mail_sink import Pause
from clinic.post.tests.test_delivery import age
from clinic.post.tests.workers import Worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def state(message: OutgoingMessage) -> str:
    return OutgoingMessage.objects.values_list("state", flat=True).get(pk=message.pk)


def sweep_later(message: OutgoingMessage) -> None:
    """Let leases lapse and waits end, and sweep: once to settle, once to send."""
    for _bell in range(3):
        age(message)
        sweep()


def test_worker_killed_after_the_claim_costs_delay_only(sink):
    message = OutgoingMessageFactory()
    sink.at_connect = pause = Pause()
    with Worker(sink.port) as worker:
        assert pause.reached.wait(30)
        assert state(message) == "claimed"
        worker.kill()
    sink.at_connect = pause.open()

    sweep_later(message)

    assert (state(message), sink.ids()) == ("sent", [message.message_id])


def test_worker_killed_after_the_permit_is_followed_by_one_try(sink):
    message = OutgoingMessageFactory()
    sink.at_mail = pause = Pause()
    with Worker(sink.port) as worker:
        assert pause.reached.wait(30)
        assert state(message) == "sending"
        worker.kill()
    sink.at_mail = pause.open()

    sweep_later(message)

    assert (state(message), sink.ids()) == ("sent", [message.message_id])


def test_worker_killed_after_the_servers_yes_makes_two_copies_at_most(sink):
    message = OutgoingMessageFactory()
    sink.at_data = pause = Pause()
    with Worker(sink.port) as worker:
        assert pause.reached.wait(30)
        with transaction.atomic():
            OutgoingMessage.objects.select_for_update().get(pk=message.pk)  # nobody can write the answer down now
            sink.at_data = pause.open()
            wait_for_letters(sink, 1)
            time.sleep(0.5)  # the worker has heard the yes and stands before the lock
            worker.kill()
            end_what_waits_for_us()
    assert state(message) == "sending"

    sweep_later(message)

    assert (state(message), sink.ids()) == ("sent", [message.message_id] * 2)


def test_message_cancelled_while_a_worker_prepares_it_is_not_sent(sink):
    message = OutgoingMessageFactory(about="visit:1")
    sink.at_connect = pause = Pause()
    with Worker(sink.port) as worker:
        assert pause.reached.wait(30)
        assert cancel_messages(about="visit:1", reason="moved") == 1
        sink.at_connect = pause.open()
        said = worker.finish()

    assert "1 called back" in said
    assert (state(message), sink.letters) == ("cancelled", [])


def test_message_being_sent_is_not_called_cancelled(sink):
    message = OutgoingMessageFactory(about="visit:1")
    sink.at_data = pause = Pause()
    with Worker(sink.port) as worker:
        assert pause.reached.wait(30)
        assert cancel_messages(about="visit:1", reason="moved") == 0
        sink.at_data = pause.open()
        worker.finish()

    assert (state(message), len(sink.letters)) == ("sent", 1)


def test_two_sweeps_at_once_send_every_message_once(sink):
    messages = OutgoingMessageFactory.create_batch(80)

    with Worker(sink.port) as one, Worker(sink.port) as two:
        one.finish()
        two.finish()

    assert Counter(sink.ids()) == Counter(message.message_id for message in messages)


def end_what_waits_for_us() -> None:
    """End the killed worker's session: PostgreSQL would finish the statement that it left in the queue."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            assert cursor.fetchall() == [(True,)]


def wait_for_letters(sink, count: int) -> None:
    deadline = time.monotonic() + 10
    while len(sink.letters) < count and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(sink.letters) == count
