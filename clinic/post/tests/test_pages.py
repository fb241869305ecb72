"""Messages: who sees what, what can be done, and how many queries it costs."""

from base64 import b64encode
from datetime import datetime, time, timedelta
from hashlib import sha256

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.post.models import OutgoingMessage
from clinic.post.queries import desk_tasks
from clinic.post.tests.factories import OutgoingMessageFactory
from clinic.practice.models import AuditEntry
from clinic.practice.tests.factories import FrontDeskFactory, LocationFactory, ManagerFactory, PractitionerFactory
from patients.tests.factories import DocumentFactory, PatientFactory

pytestmark = pytest.mark.django_db

LIST_QUERIES = 8


def an_hour_ago():
    return timezone.now() - timedelta(hours=1)


@pytest.fixture
def here():
    return LocationFactory()


@pytest.fixture
def desk(client, here):
    client.force_login(FrontDeskFactory(works_at=here))
    return client


@pytest.fixture
def doctor(client, here):
    client.force_login(PractitionerFactory(works_at=here))
    return client


def page_of(message: OutgoingMessage, name: str = "message") -> str:
    return reverse(f"post:{name}", args=[message.uuid])


def names(answer) -> list[str]:
    return [message.patient.name for message in answer.context["page"]]


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_list_costs_the_same_whatever_it_holds(desk, here, django_assert_num_queries, rows):
    OutgoingMessageFactory.create_batch(rows, location=here)
    desk.get(reverse("post:messages"))

    with django_assert_num_queries(LIST_QUERIES):
        desk.get(reverse("post:messages"))


def test_list_shows_the_locations_own_messages(desk, here):
    OutgoingMessageFactory(location=here, patient__name="Ada Example")
    OutgoingMessageFactory(patient__name="Somebody Elsewhere")

    assert names(desk.get(reverse("post:messages"))) == ["Ada Example"]


def test_list_narrows_to_what_needs_a_look(desk, here):
    for state in ("scheduled", "sent", "failed", "cancelled"):
        OutgoingMessageFactory(location=here, state=state, patient__name=state)
    OutgoingMessageFactory(location=here, patient__name="held up", document=DocumentFactory(), due_at=an_hour_ago())
    OutgoingMessageFactory(resends=OutgoingMessageFactory(location=here, state="failed"))

    found = names(desk.get(reverse("post:messages"), {"state": "attention"}))

    assert sorted(found) == ["failed", "held up"]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({}, ["tomorrow evening", "just sent"]),
        ({"when": "later"}, ["the day after", "in twelve weeks"]),
        ({"when": "all"}, ["in twelve weeks", "the day after", "tomorrow evening", "just sent"]),
    ],
)
def test_list_begins_with_what_happens_up_to_the_end_of_tomorrow(desk, here, when, expected):
    midnight = datetime.combine(timezone.localdate(timezone=here.tzinfo) + timedelta(days=2), time.min, here.tzinfo)
    for name, due_at in (
        ("just sent", an_hour_ago()),
        ("tomorrow evening", midnight - timedelta(minutes=1)),
        ("the day after", midnight),
        ("in twelve weeks", midnight + timedelta(weeks=12)),
    ):
        OutgoingMessageFactory(location=here, due_at=due_at, patient__name=name)

    assert names(desk.get(reverse("post:messages"), when)) == expected


def test_search_for_a_patient_shows_what_is_due_later_too(desk, here):
    OutgoingMessageFactory(
        location=here, due_at=timezone.now() + timedelta(weeks=6), patient__name="Ada", patient__name_folded="ada"
    )

    assert names(desk.post(reverse("post:messages"), {"sought": "ada"}, follow=True)) == ["Ada"]


def test_search_leaves_no_name_in_the_address(desk, here):
    OutgoingMessageFactory(location=here, patient__name="Zoë Kowalczyk", patient__name_folded="zoe kowalczyk")
    OutgoingMessageFactory(location=here)

    answer = desk.post(reverse("post:messages"), {"sought": "kowal"}, follow=True)

    assert answer.redirect_chain == [(reverse("post:messages"), 302)]
    assert names(answer) == ["Zoë Kowalczyk"]


@pytest.mark.parametrize("name", ["message", "words"])
def test_message_of_another_location_is_not_there(desk, name):
    stranger = OutgoingMessageFactory(state="sent", body_html="<p>secret</p>")

    assert desk.get(page_of(stranger, name)).status_code == 404


@pytest.mark.parametrize("name", ["cancel", "resend", "done"])
def test_message_of_another_location_cannot_be_touched(desk, name):
    stranger = OutgoingMessageFactory()

    assert desk.post(page_of(stranger, name)).status_code == 404
    assert OutgoingMessage.objects.get().state == "scheduled"


def test_page_shows_exactly_what_was_sent_and_what_the_server_said(doctor, here):
    message = OutgoingMessageFactory(
        location=here, state="sent", kind="aftercare", body_text="No sun until Thursday.", last_answer="250 OK"
    )

    page = doctor.get(page_of(message)).content.decode()

    assert "No sun until Thursday." in page
    assert "250 OK" in page


def test_page_shows_what_will_be_said(doctor, here):
    page = doctor.get(page_of(OutgoingMessageFactory(location=here))).content.decode()

    assert "What will be said" in page
    assert "this is a test" in page


def test_front_desk_does_not_read_what_is_for_the_patient_alone(desk, here):
    message = OutgoingMessageFactory(
        location=here, state="sent", kind="aftercare", body_text="No sun.", subject="Care", document=DocumentFactory()
    )

    page = desk.get(page_of(message)).content.decode()

    assert "No sun." not in page
    assert "aftercare-2026" not in page
    assert not AuditEntry.objects.filter(verb="message.read").exists()


def test_front_desk_prints_what_it_hands_out(desk, here):
    patient = PatientFactory(location=here)
    message = OutgoingMessageFactory(
        location=here, patient=patient, channel="print", document=DocumentFactory(patient=patient, ready=True)
    )

    page = desk.get(page_of(message)).content.decode()

    assert reverse("patients:document", args=[message.document.uuid]) in page
    assert "Handed over" in page


def test_reading_a_message_is_written_down(doctor, here):
    message = OutgoingMessageFactory(location=here)

    doctor.get(page_of(message))

    entry = AuditEntry.objects.get(verb="message.read")
    assert (entry.about, entry.details) == (message.patient.key, {"message": str(message.uuid)})


def test_html_is_shown_as_it_was_under_a_policy_for_its_own_style_only(doctor, here):
    html = "<html><style>p { color: teal; }</style><p>Care</p></html>"
    message = OutgoingMessageFactory(location=here, state="sent", body_html=html)

    answer = doctor.get(page_of(message, "words"))

    digest = b64encode(sha256(b"p { color: teal; }").digest()).decode()
    assert answer.content.decode() == html
    assert f"style-src 'sha256-{digest}';" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_letter_without_a_document_is_printed_from_its_words(desk, here):
    message = OutgoingMessageFactory(location=here, channel="print")

    answer = desk.get(page_of(message, "words"))

    assert "this is a test" in answer.content.decode()


def test_desk_cancels_a_message(desk, here):
    message = OutgoingMessageFactory(location=here, kind="reminder")

    desk.post(page_of(message, "cancel"))

    message.refresh_from_db()
    assert message.state == "cancelled"
    assert message.cancel_reason.startswith("cancelled by Staff")


def test_desk_does_not_cancel_what_keeps_a_patient_safe(desk, here):
    message = OutgoingMessageFactory(location=here, kind="aftercare")

    assert desk.post(page_of(message, "cancel")).status_code == 404
    assert OutgoingMessage.objects.get().state == "scheduled"


def test_desk_sends_a_failed_message_once_more(desk, here):
    message = OutgoingMessageFactory(location=here, state="failed")

    desk.post(page_of(message, "resend"))

    assert message.resent_as.get().state == "scheduled"


def test_desk_ticks_off_a_task(desk, here):
    message = OutgoingMessageFactory(location=here, channel="phone")
    assert list(desk_tasks(here)) == [message]

    desk.post(page_of(message, "done"))

    assert list(desk_tasks(here)) == []


def test_task_ticked_off_twice_says_so(desk, here):
    message = OutgoingMessageFactory(location=here, channel="phone")
    desk.post(page_of(message, "done"))

    answer = desk.post(page_of(message, "done"), follow=True)

    assert "This task is no longer open." in answer.content.decode()


def test_manager_sends_a_test_to_themselves(client, here, sink):
    manager = ManagerFactory(works_at=here)
    client.force_login(manager)

    client.post(reverse("post:send_test"))

    assert OutgoingMessage.objects.get().address == manager.email


def test_front_desk_sends_no_tests(desk):
    assert desk.post(reverse("post:send_test")).status_code == 403
    assert OutgoingMessage.objects.count() == 0


@pytest.mark.parametrize("name", ["cancel", "resend", "done"])
def test_looking_changes_nothing(desk, here, name):
    assert desk.get(page_of(OutgoingMessageFactory(location=here), name)).status_code == 405
