"""What the server answers, and what becomes of the message."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from clinic.post.delivery.sweep import sweep
from clinic.post.domain import cancel_messages
from clinic.post.models import OutgoingMessage
from clinic.post.tests.factories import OutgoingMessageFactory
from clinic.practice.tests.factories import PracticeFactory
from patients.tests.factories import PDF, DocumentFactory

pytestmark = pytest.mark.django_db


def age(message: OutgoingMessage, by: timedelta = timedelta(hours=2)) -> None:
    """Let `by` go by for the message's waiting and leases (its due and expiry times stay)."""
    OutgoingMessage.objects.filter(pk=message.pk).update(
        next_try_at=F("next_try_at") - by, lease_until=F("lease_until") - by
    )


def outcomes(message: OutgoingMessage) -> list[str]:
    return [attempt.outcome for attempt in message.attempts.all()]


def test_due_message_is_sent_and_keeps_what_the_recipient_got(sink):
    message = OutgoingMessageFactory(patient__name="Ada Example", patient__email="ada@example.test")

    sweep()

    message.refresh_from_db()
    assert (message.state, message.recipient, message.last_answer) == ("sent", "ada@example.test", "250 OK kept as 1")
    assert message.body_text == sink.letters[0].get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert message.body_html == sink.letters[0].get_body(("html",)).get_content().replace("\r\n", "\n")
    assert sink.ids() == [message.message_id]
    assert sink.letters[0]["Auto-Submitted"] == "auto-generated"
    assert "Ada" not in sink.letters[0]["Subject"]


def test_one_connection_carries_many_messages(sink):
    OutgoingMessageFactory.create_batch(5)

    sweep()

    assert (len(sink.letters), sink.connections) == (5, 1)


def test_message_is_never_sent_before_it_is_due(sink):
    message = OutgoingMessageFactory(due_at=timezone.now() + timedelta(seconds=30))

    sweep()

    message.refresh_from_db()
    assert (message.state, sink.letters) == ("scheduled", [])


def test_message_is_never_sent_after_it_expires(sink):
    now = timezone.now()
    message = OutgoingMessageFactory(due_at=now - timedelta(days=2), expires_at=now - timedelta(seconds=1))

    sweep()

    message.refresh_from_db()
    assert (message.state, sink.letters) == ("expired", [])


def test_busy_server_is_asked_again_until_it_takes_the_message(sink):
    message = OutgoingMessageFactory()
    sink.answers = ["451 too busy", "451 still too busy"]

    for _bell in range(3):
        sweep()
        age(message)

    message.refresh_from_db()
    assert (message.state, message.tries, len(sink.letters)) == ("sent", 3, 1)
    assert outcomes(message) == ["deferred", "deferred"]


def test_busy_server_is_left_in_peace_for_a_minute(sink):
    message = OutgoingMessageFactory()
    sink.answers = ["451 too busy"]

    sweep()
    sweep()

    message.refresh_from_db()
    assert (message.state, message.tries, message.last_answer) == ("scheduled", 1, "451 too busy")


def test_refused_message_fails_and_says_why(sink):
    message = OutgoingMessageFactory()
    sink.answers = ["550 no such mailbox"]

    sweep()

    message.refresh_from_db()
    assert (message.state, message.last_answer) == ("failed", "550 no such mailbox")


def test_refused_message_does_not_hold_up_the_next(sink):
    OutgoingMessageFactory.create_batch(3)
    sink.answers = ["550 no such mailbox"]

    sweep()

    assert len(sink.letters) == 2


def test_connection_lost_after_the_content_is_tried_once_more_with_the_same_id(sink):
    message = OutgoingMessageFactory()
    sink.drop_at_data = True

    sweep()
    message.refresh_from_db()
    assert message.state == "ambiguous"
    age(message)
    sweep()

    message.refresh_from_db()
    assert (message.state, sink.ids()) == ("sent", [message.message_id] * 2)
    assert outcomes(message) == ["unclear"]


def test_message_unclear_twice_is_never_sent_again(sink):
    message = OutgoingMessageFactory()

    for _bell in range(4):
        sink.drop_at_data = True
        sweep()
        age(message)

    message.refresh_from_db()
    assert (message.state, sink.ids()) == ("ambiguous", [message.message_id] * 2)


def test_cancelled_message_is_not_sent(sink):
    message = OutgoingMessageFactory(about="visit:1")
    assert cancel_messages(about="visit:1", reason="moved") == 1

    sweep()

    message.refresh_from_db()
    assert (message.state, message.cancel_reason, sink.letters) == ("cancelled", "moved", [])


def test_message_waits_for_its_document(sink):
    message = OutgoingMessageFactory(document=DocumentFactory(), due_at=timezone.now() - timedelta(hours=1))

    assert sweep()["held_up"] == 1

    message.refresh_from_db()
    assert (message.state, sink.letters) == ("scheduled", [])


def test_document_goes_along_under_a_name_that_says_nothing_of_the_patient(sink):
    OutgoingMessageFactory(document=DocumentFactory(ready=True))

    sweep()

    pdf = next(sink.letters[0].iter_attachments())
    assert (pdf.get_filename(), pdf.get_content_type()) == ("aftercare-2026-11-26.pdf", "application/pdf")
    assert pdf.get_content() == PDF


def test_calendar_goes_along_as_invitation_and_as_file(sink):
    OutgoingMessageFactory(calendar="BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n", calendar_method="CANCEL")

    sweep()

    parts = {part.get_content_type(): part for part in sink.letters[0].walk()}
    assert parts["text/calendar"].get_param("method") == "CANCEL"
    assert parts["application/ics"].get_filename() == "appointment.ics"


def test_message_without_words_fails_and_lets_the_others_go(sink):
    broken = OutgoingMessageFactory(kind="no_such_kind")
    OutgoingMessageFactory()

    for _bell in range(5):
        sweep()
        age(broken)

    broken.refresh_from_db()
    assert (broken.state, len(sink.letters)) == ("failed", 1)
    assert broken.last_answer == "It could not be prepared (TemplateDoesNotExist)."


def test_address_with_a_line_break_is_refused(sink):
    message = OutgoingMessageFactory(patient__email="ada@example.test\nBcc: all@example.test")

    sweep()

    message.refresh_from_db()
    assert (message.last_answer, sink.letters) == ("It could not be prepared (ValidationError).", [])


def test_server_that_is_away_costs_delay_only(sink, settings):
    messages = OutgoingMessageFactory.create_batch(3)
    settings.EMAIL_PORT, port = 9, settings.EMAIL_PORT
    assert sweep()["out of reach"] == 3
    settings.EMAIL_PORT = port

    for message in messages:
        age(message)
    sweep()

    assert len(sink.letters) == 3


def test_patient_without_an_address_any_more_is_left_to_the_desk(sink):
    message = OutgoingMessageFactory(patient__email="", patient__phone="+442079460999")

    assert sweep()["left to the desk"] == 1

    message.refresh_from_db()
    assert (message.state, message.channel) == ("scheduled", "phone")


def test_server_that_ends_the_connection_after_each_message_gets_them_all(sink):
    OutgoingMessageFactory.create_batch(3)
    sink.hangs_up = True

    sweep()

    assert len(sink.letters) == 3


def test_server_that_has_had_enough_of_a_connection_is_called_again(sink):
    OutgoingMessageFactory.create_batch(3)
    sink.letters_a_connection = 1

    sweep()

    assert (len(sink.letters), sink.connections) == (3, 3)


def test_sender_bears_the_clinics_name(sink):
    PracticeFactory(name="Clinique Étoile")
    OutgoingMessageFactory()

    sweep()

    assert sink.letters[0]["From"] == "Clinique Étoile <clinic@example.test>"


def test_log_names_nobody(sink, caplog):
    caplog.set_level("INFO", logger="clinic")
    OutgoingMessageFactory(patient__name="Ada Example", patient__email="ada@example.test")
    OutgoingMessageFactory(patient__name="Ada Example", patient__email="ada@example.test", kind="no_such_kind")

    sweep()

    assert "1 sent" in caplog.text
    said = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("clinic"))
    assert "ada" not in said.lower()


def test_demo_keeps_messages_as_files(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    message = OutgoingMessageFactory()

    sweep()

    message.refresh_from_db()
    assert message.state == "sent"
    assert message.message_id in next(tmp_path.iterdir()).read_text()
