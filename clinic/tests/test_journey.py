"""The whole journey as three people, from a concern to the 48-hour reminder, on real parts only."""

import re
import time
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from clinic.post.models import OutgoingMessage
from clinic.tests.support.house import a_house
from clinic.tests.support.planning import tick_zone, type_into
from patients.models import Document, Patient
from treatments.models import Reaction, Session

NAME = "Zoë Kowalczyk-Öztürk"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(new_context, sign_in, celery_workers):
    """A front desk, a practitioner and a patient's telephone, each with a browser of their own."""
    house = a_house()
    desk, practitioner, phone = new_context(), new_context(), new_context(viewport={"width": 390, "height": 844})
    sign_in(desk, house.desk)
    sign_in(practitioner, house.practitioner)
    return house, desk.new_page(), practitioner.new_page(), phone.new_page()


def test_from_a_concern_to_the_48_hour_reminder(people, sink):
    house, desk, practitioner, phone = people

    register(desk)
    consult(practitioner)
    plan(practitioner)
    book(desk)
    assert told(sink, "confirmation").get_content_type() == "multipart/mixed"
    assert "prescribed" in words(told(sink, "pre_care"))
    told(sink, "reminder")
    bring_forward(desk)
    assert "SEQUENCE:1" in calendar(told(sink, "visit_moved"))
    treat(desk, practitioner)
    sheet = told(sink, "aftercare")
    assert_sheet(sheet)
    check_out(desk)
    look_after(phone, words(sheet))
    answer(practitioner)
    phone.goto("/my/care/reported/")
    expect(phone.get_by_role("status").filter(has_text="Seen")).to_be_visible()
    told(sink, "window_over")
    assert "A lump after two weeks is never normal" in words(told(sink, "late_week_12"))
    look_back(practitioner)


def register(desk: Page) -> None:
    desk.goto("/")
    desk.get_by_role("link", name="Register a patient").click()
    desk.get_by_label("Name", exact=False).first.fill(NAME)
    desk.get_by_label("E-mail", exact=False).first.fill("zoe@example.test")
    desk.get_by_label("Birth date").fill("1985-04-12")
    desk.get_by_role("button", name="Register", exact=True).click()
    expect(desk.get_by_role("heading", name=NAME)).to_be_visible()


def consult(practitioner: Page) -> None:
    practitioner.goto(f"/patients/{Patient.objects.get().uuid}/")
    practitioner.get_by_role("link", name="New consultation").click()
    practitioner.get_by_label("Reason for the visit").fill("Dark patches since last summer")
    practitioner.get_by_label("Findings").fill("Melasma of both cheeks")
    practitioner.get_by_label("No known allergies").check()
    practitioner.get_by_label("Takes no medicines").check()
    practitioner.get_by_label("Weight (kg)").fill("62")
    practitioner.get_by_label("Phototype (Fitzpatrick)").select_option("3")
    practitioner.get_by_role("button", name=re.compile("None of the others")).click()
    answer_no(practitioner, "Pregnancy and breastfeeding")
    practitioner.get_by_label("make a plan").check()
    practitioner.get_by_role("button", name="Keep and close").click()


def answer_no(practitioner: Page, card: str) -> None:
    section = practitioner.locator("section.panel").filter(has=practitioner.get_by_role("heading", name=card))
    for choice in section.locator("label.is-no").all():
        choice.click()


def plan(practitioner: Page) -> None:
    practitioner.get_by_role("link", name="Skin brightening").click()
    practitioner.get_by_label("Bright cocktail", exact=False).check()
    practitioner.get_by_role("button", name="Start the plan").click()
    tick_zone(practitioner, "Left malar (cheek upper)")
    starts_on = f"{timezone.localdate() + timedelta(days=9)}"
    pace = {"interval_min_days": "14", "interval_days": "14", "interval_max_days": "28"}
    type_into(practitioner, "pace", sessions_planned="3", **pace, starts_on=starts_on)
    decide_all(practitioner)
    practitioner.get_by_role("button", name="Propose").click()
    practitioner.get_by_role("button", name="The patient accepts").click()
    expect(practitioner.get_by_text("Its sessions wait to be booked")).to_be_visible()


def decide_all(practitioner: Page) -> None:
    while practitioner.locator("details.decide summary", has_text="Decide").count():
        form = practitioner.locator("details.decide", has_text="Why the treatment may go ahead").first
        form.locator("summary").click()
        form.locator("textarea").fill("Discussed with the patient.")
        form.get_by_role("button").click()


def book(desk: Page) -> None:
    desk.goto("/to-book/")
    desk.get_by_role("link", name=re.compile("Book")).first.click()
    desk.locator("button.slot").first.click()
    expect(desk.get_by_text("Booked.")).to_be_visible()


def bring_forward(desk: Page) -> None:
    """Another patient has cancelled: the visit moves to today."""
    visit = Session.objects.get(number=1).visit
    desk.goto(f"/visits/{visit.uuid}/move/?day={timezone.localdate()}")
    desk.locator("button.slot").first.click()
    expect(desk.get_by_text("Moved", exact=False).first).to_be_visible()


def treat(desk: Page, practitioner: Page) -> None:
    session = Session.objects.get(number=1)
    desk.goto(f"/visits/{session.visit.uuid}/")
    desk.get_by_role("button", name="Arrived").click()
    practitioner.goto(f"/sessions/{session.uuid}/")
    practitioner.get_by_role("link", name="Record consent").click()
    practitioner.get_by_label("The patient has read the text", exact=False).check()
    practitioner.get_by_label("Signed by").fill(NAME)
    practitioner.get_by_role("button", name=re.compile("sign|consent", re.IGNORECASE)).first.click()
    practitioner.goto(f"/sessions/{session.uuid}/")
    practitioner.get_by_role("button", name="Start treatment").click()
    tick_before_care(practitioner)
    practitioner.get_by_role("button", name="End treatment").click()
    practitioner.get_by_label("Volume given (mL)").fill("3.5")
    practitioner.get_by_label("Notes").fill("Two small bruises.")
    practitioner.get_by_role("button", name="Save and sign").click()
    expect(practitioner.get_by_role("heading", name="Signed record")).to_be_visible()


def tick_before_care(practitioner: Page) -> None:
    """Everything was kept to but the first line, which the practitioner decides."""
    rows = practitioner.locator("ul.checklist > li").all()
    for row in rows[1:]:
        row.get_by_label("yes").check()
    rows[0].get_by_label("no", exact=True).check()
    rows[0].get_by_label("If no: what you decided").fill("One glass, two days ago: goes ahead.")
    practitioner.get_by_role("button", name="Save the checklist").click()
    expect(practitioner.get_by_text("Every line is answered.")).to_be_visible()


def check_out(desk: Page) -> None:
    desk.goto(f"/visits/{Session.objects.get(number=1).visit.uuid}/check-out/")
    desk.get_by_role("button", name="Check out").click()
    assert Session.objects.get(number=1).visit.state == "completed"


def told(sink, kind: str):
    """Wait for the mail of one kind, its row aged until it is due."""
    rows = OutgoingMessage.objects.filter(kind=kind)
    rows.filter(state="scheduled").update(due_at=timezone.now())
    end = time.monotonic() + 30
    while not rows.filter(state="sent").exists():
        assert time.monotonic() < end, f"{kind} was not sent: {list(rows.values('state', 'last_answer'))}"
        time.sleep(0.2)
    sent = rows.get(state="sent")
    return next(letter for letter in sink.letters if letter["Message-ID"] == sent.message_id)


def calendar(mail) -> str:
    return next(part for part in mail.walk() if part.get_content_type() == "text/calendar").get_content()


def words(mail) -> str:
    return mail.get_body(preferencelist=("plain",)).get_content()


def assert_sheet(mail) -> None:
    [attachment] = [part for part in mail.iter_attachments() if part.get_content_type() == "application/pdf"]
    reader = PdfReader(BytesIO(attachment.get_content()))
    day = timezone.localtime(Session.objects.get(number=1).treatment_ended_at)
    assert (attachment.get_filename(), len(reader.pages)) == (f"aftercare-{day:%Y-%m-%d}.pdf", 2)
    assert attachment.get_content() == Document.objects.get().read()


def look_after(phone: Page, mail: str) -> None:
    [address] = re.findall(r"http\S+/p/\S+", mail)
    phone.goto(address)
    expect(phone.get_by_role("link", name="Call 112")).to_be_visible()
    phone.get_by_label("Your birth date").fill("1985-04-12")
    phone.get_by_role("button", name="Show my aftercare").click()
    expect(phone.locator(".countdown-left")).to_be_visible()
    phone.get_by_label("Use sunscreen and moisturiser regularly.").check()
    phone.get_by_role("button", name="Save my ticks").click()
    expect(phone.get_by_label("Use sunscreen and moisturiser regularly.")).to_be_checked()
    phone.get_by_role("link", name="Something is wrong").click()
    phone.get_by_label("Pus, or fever").check()
    phone.get_by_role("button", name=re.compile("Send")).click()
    expect(phone.get_by_text("Call us today", exact=False).first).to_be_visible()


def answer(practitioner: Page) -> None:
    practitioner.goto("/")
    practitioner.get_by_role("button", name="I have seen it").click()
    assert Reaction.objects.awaiting_answer().count() == 0


def look_back(practitioner: Page) -> None:
    """The message shows exactly what the patient got."""
    practitioner.goto(f"/messages/{OutgoingMessage.objects.get(kind='aftercare').uuid}/")
    expect(practitioner.locator(".pre-words")).to_contain_text("No direct sun and no sunbed until")
