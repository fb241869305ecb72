from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject

from clinic.diary.calendar import CANCEL, REQUEST, calendar_file
from clinic.diary.domain.moving import move_visit
from clinic.diary.domain.states import cancel_visit
from clinic.diary.tests.factories import VisitFactory, a_clinic
from clinic.practice.tests.factories import LocationFactory
from patients.tests.factories import PatientFactory

pytestmark = pytest.mark.django_db

NASTY = "Milk, bread; salt\\ pepper\nBEGIN:VEVENT\r\nEND:VCALENDAR\n😀 Zoë Νίκος Дмитрий “x”: " + "long " * 40
ZONES = ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]


def file_of(visit, method=REQUEST, **words):
    given = {"organiser": "Example, Clinic <clinic@example.test>", "summary": "Visit", "description": "See you."}
    return calendar_file(visit=visit, method=method, **(given | words))


def read(text):
    return vobject.readOne(text)


def test_file_says_who_when_and_where():
    location = LocationFactory(name="Example, Street; 1", address="1 Example Street\nExampleton")
    visit = VisitFactory(location=location, patient=PatientFactory(name='Zoë "Z" Öztürk', email="zoe@example.test"))
    event = read(file_of(visit, url="https://clinic.example.test/v")).vevent
    assert {
        "organizer": event.organizer.value,
        "organiser's name": event.organizer.params["CN"],
        "attendee": event.attendee.value,
        "attendee's name": event.attendee.params["CN"],
        "location": event.location.value,
        "status": event.status.value,
        "url": event.url.value,
        "uid": event.uid.value,
    } == {
        "organizer": "mailto:clinic@example.test",
        "organiser's name": ["Example, Clinic"],
        "attendee": "mailto:zoe@example.test",
        "attendee's name": ["Zoë 'Z' Öztürk"],
        "location": "Example, Street; 1, 1 Example Street, Exampleton",
        "status": "CONFIRMED",
        "url": "https://clinic.example.test/v",
        "uid": f"{visit.uuid}@localhost",
    }


def test_words_come_back_as_they_went_in():
    event = read(file_of(VisitFactory(), summary=NASTY, description=NASTY)).vevent
    assert [event.summary.value, event.description.value] == [NASTY.replace("\r\n", "\n")] * 2


def test_words_open_no_second_event():
    calendar = read(file_of(VisitFactory(), description=NASTY))
    assert len(calendar.vevent_list) == 1


def test_lines_are_no_longer_than_75_octets():
    lines = file_of(VisitFactory(), description=NASTY).encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("month", [1, 4, 7, 10])
def test_independent_reader_finds_the_instant(zone, month):
    starts_at = datetime(2027, month, 5, 10, 0, tzinfo=UTC)
    event = read(file_of(VisitFactory(location=LocationFactory(zone=zone), starts_at=starts_at))).vevent
    assert (event.dtstart.value, event.dtend.value) == (starts_at, starts_at + timedelta(minutes=30))


@pytest.mark.parametrize(
    ("zone", "change"),
    [
        ("Europe/London", datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        ("Europe/London", datetime(2027, 10, 31, 1, 0, tzinfo=UTC)),
        ("America/New_York", datetime(2027, 3, 14, 7, 0, tzinfo=UTC)),
        ("America/New_York", datetime(2027, 11, 7, 6, 0, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2027, 4, 3, 15, 0, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2027, 10, 2, 15, 30, tzinfo=UTC)),
    ],
)
@pytest.mark.parametrize("minutes", [-120, -75, -30, -15, 0, 15, 30, 45, 60, 120])
def test_instant_is_right_to_the_minute_around_a_clock_change(zone, change, minutes):
    starts_at = change + timedelta(minutes=minutes)
    event = read(file_of(VisitFactory(location=LocationFactory(zone=zone), starts_at=starts_at))).vevent
    assert event.dtstart.value.astimezone(UTC) == starts_at


def test_wall_time_is_written_with_its_zone():
    visit = VisitFactory(starts_at=datetime(2027, 7, 5, 9, 0, tzinfo=UTC))
    assert "DTSTART;TZID=Europe/London:20270705T100000\r\n" in file_of(visit)


def test_book_move_move_cancel_is_one_entry_counting_up():
    clinic = a_clinic()
    visit = clinic.book()
    files = [file_of(visit)]
    for hour in (12, 14):
        files.append(file_of(move_visit(visit=visit, starts_at=clinic.at(hour), by=None)))
    files.append(file_of(cancel_visit(visit=visit, reason="ill", by=None), CANCEL))
    told = [(entry.method.value, entry.vevent) for entry in map(read, files)]
    assert {event.uid.value for _method, event in told} == {f"{visit.uuid}@localhost"}
    assert [(method, event.sequence.value, event.status.value) for method, event in told] == [
        ("REQUEST", "0", "CONFIRMED"),
        ("REQUEST", "1", "CONFIRMED"),
        ("REQUEST", "2", "CONFIRMED"),
        ("CANCEL", "3", "CANCELLED"),
    ]
    assert [event.dtstart.value for _method, event in told] == [clinic.at(hour) for hour in (10, 12, 14, 14)]


def test_patient_without_email_is_no_attendee():
    patient = PatientFactory(email="", phone="+442079460111")
    assert "ATTENDEE" not in file_of(VisitFactory(patient=patient))


def test_zone_is_described_once():
    calendar = read(file_of(VisitFactory(starts_at=datetime(2027, 7, 5, 9, 0, tzinfo=ZoneInfo("Europe/London")))))
    assert [zone.tzid.value for zone in calendar.vtimezone_list] == ["Europe/London"]


def test_unknown_method_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="REQUEST or CANCEL"):
        file_of(VisitFactory(), "PUBLISH")
