"""Planning, calling back, sending once more."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from clinic.kit.errors import Refusal
from clinic.post.domain import Content, Timing, cancel_messages, mark_done, plan_message, reschedule_message, resend
from clinic.post.models import OutgoingMessage
from clinic.post.tests.factories import OutgoingMessageFactory
from clinic.practice.tests.factories import FrontDeskFactory, LocationFactory
from patients.tests.factories import DocumentFactory, PatientFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def plan(**changes) -> OutgoingMessage:
    location = changes.pop("location", None) or LocationFactory()
    content = Content(kind="test", document=changes.pop("document", None))
    timing = Timing(due_at=NOON, expires_at=changes.pop("expires_at", NOON + timedelta(days=2)))
    if "user" not in changes:
        changes.setdefault("patient", PatientFactory(location=location))
    return plan_message(content=content, timing=timing, about="visit:1", location=location, **changes)


@transaction.atomic
def book_in_vain() -> None:
    plan()
    raise Refusal("the booking failed")


def test_planned_message_carries_its_message_id_from_the_start():
    message = plan()

    assert (message.state, message.message_id) == ("scheduled", f"<{message.uuid}@example.test>")


def test_planned_message_waits_for_the_morning_of_its_location():
    message = plan(location=LocationFactory(zone="America/New_York"))

    assert message.due_at == datetime(2026, 11, 26, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("person", "has_document", "channel"),
    [
        ({}, False, "email"),
        ({"channel": "print"}, False, "print"),
        ({"channel": "phone", "phone": "+442079460999"}, False, "phone"),
        ({"email": "", "phone": "+442079460999"}, False, "phone"),
        ({"email": "", "phone": "+442079460999"}, True, "print"),
        ({"channel": "phone"}, False, "email"),
    ],
)
def test_channel_is_the_patients_or_one_that_can_reach_them(person, has_document, channel):
    patient = PatientFactory(**person)

    message = plan(patient=patient, document=DocumentFactory(patient=patient) if has_document else None)

    assert message.channel == channel


def test_message_that_expires_before_it_is_due_is_a_mistake():
    with pytest.raises(ValueError, match="due before it expires"):
        plan(expires_at=NOON)


def test_message_to_nobody_is_a_mistake():
    with pytest.raises(ValueError, match="one patient or"):
        plan(user=None, patient=None)


def test_plan_vanishes_with_the_change_it_followed():
    with pytest.raises(Refusal, match="the booking failed"):
        book_in_vain()

    assert OutgoingMessage.objects.count() == 0


@pytest.mark.parametrize(
    ("state", "unclear", "after"),
    [
        ("scheduled", 0, "cancelled"),
        ("claimed", 0, "cancelled"),
        ("ambiguous", 1, "cancelled"),
        ("ambiguous", 2, "ambiguous"),
        ("sending", 0, "sending"),
        ("sent", 0, "sent"),
        ("failed", 0, "failed"),
        ("expired", 0, "expired"),
    ],
)
def test_cancelling_calls_back_what_has_not_left(state, unclear, after):
    message = OutgoingMessageFactory(about="visit:1", state=state, unclear=unclear)

    count = cancel_messages(about="visit:1", reason="cancelled by the patient")

    message.refresh_from_db()
    assert (message.state, count) == (after, int(after == "cancelled"))


def test_cancelling_keeps_to_its_key_and_kinds():
    OutgoingMessageFactory(about="visit:1", kind="reminder")
    kept = [OutgoingMessageFactory(about="visit:1"), OutgoingMessageFactory(about="visit:2", kind="reminder")]

    cancel_messages(about="visit:1", reason="moved", kinds=["reminder"])

    assert list(OutgoingMessage.objects.filter(state="scheduled").order_by("pk")) == kept


def test_rescheduled_message_leaves_the_hand_of_its_worker():
    message = OutgoingMessageFactory(state="claimed", claimed_by="somebody", expires_at=NOON + timedelta(days=900))

    reschedule_message(message=message, due_at=NOON)

    assert (message.state, message.due_at, message.claimed_by) == ("scheduled", NOON, "")


def test_sent_message_cannot_be_rescheduled():
    with pytest.raises(Refusal, match="already on its way"):
        reschedule_message(message=OutgoingMessageFactory(state="sent"), due_at=timezone.now())


def test_resent_message_is_a_new_one_with_the_same_content():
    message = OutgoingMessageFactory(state="sent", about="visit:1")

    copy = resend(message=message, nonce=uuid4(), by=FrontDeskFactory())

    assert copy.pk != message.pk
    assert copy.message_id != message.message_id
    assert (copy.state, copy.kind, copy.about, copy.context) == ("scheduled", "test", "visit:1", message.context)
    assert copy.resends == message


def test_waiting_message_is_not_sent_twice():
    with pytest.raises(Refusal, match="once more"):
        resend(message=OutgoingMessageFactory(), nonce=uuid4(), by=FrontDeskFactory())


def test_handed_over_task_keeps_its_words_and_who_did_it():
    message, desk = OutgoingMessageFactory(channel="print"), FrontDeskFactory()

    mark_done(message=message, by=desk)

    assert (message.state, message.done_by) == ("sent", desk)
    assert "this is a test" in message.body_text


def test_task_is_ticked_off_once():
    message, desk = OutgoingMessageFactory(channel="phone"), FrontDeskFactory()
    mark_done(message=message, by=desk)

    with pytest.raises(Refusal, match="no longer open"):
        mark_done(message=message, by=desk)
