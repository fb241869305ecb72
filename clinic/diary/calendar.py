"""The calendar entry of a visit (RFC 5545 and 5546): one UID for its whole life, SEQUENCE telling old from new."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress, vText

from clinic.diary.calendar_zone import zone_component
from clinic.diary.models import Visit, VisitState
from clinic.diary.rules.walltime import comes_twice

REQUEST, CANCEL = "REQUEST", "CANCEL"
GONE = {VisitState.CANCELLED, VisitState.EXPIRED, VisitState.MISTAKEN, VisitState.NO_SHOW}


def calendar_file(*, visit: Visit, method: str, organiser: str, summary: str, description: str, url: str = "") -> str:
    """Return the text of the `.ics` file that puts `visit` into the patient's calendar, or takes it out.

    `method` is REQUEST or CANCEL; `organiser` an address such as "Clinic <clinic@example.test>". `summary` and
    `description` are plain text for the eyes of anybody who sees the patient's telephone: no clinical words. Times
    are the wall time of the visit's location, whose zone is described in the file.
    """
    if method not in (REQUEST, CANCEL):
        raise ValueError(f"method must be {REQUEST} or {CANCEL}")
    calendar = Calendar()
    calendar.add("prodid", "-//Mesotherapy clinic//Diary//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(zone_component(visit.location.tzinfo, around=visit.starts_at))
    event = _event(visit, method)
    event.add("organizer", _address(organiser))
    if visit.patient.email:
        event.add("attendee", _attendee(visit))
    event.add("summary", _plain(summary))
    event.add("description", _plain(description))
    if url:
        event.add("url", url)
    calendar.add_component(event)
    return calendar.to_ical().decode()


def uid_of(visit: Visit) -> str:
    """Return the name under which calendars know the visit; it never changes."""
    return f"{visit.uuid}@{urlsplit(settings.PUBLIC_URL).hostname}"


def _event(visit: Visit, method: str) -> Event:
    event = Event()
    event.add("uid", uid_of(visit))
    event.add("sequence", visit.sequence)
    event.add("dtstamp", timezone.now().astimezone(UTC).replace(microsecond=0))
    for name, moment in zip(("dtstart", "dtend"), _times(visit), strict=True):
        event.add(name, moment)
    event.add("status", _status(visit, method))
    event.add("location", _plain(", ".join([visit.location.name, *visit.location.address.splitlines()])))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if method == CANCEL else "OPAQUE")
    return event


def _times(visit: Visit) -> list[datetime]:
    """Return start and end in wall time; in UTC when the wall clock shows one of them twice that day."""
    zone, moments = visit.location.tzinfo, [visit.starts_at, visit.ends_at]
    twice = any(comes_twice(moment, zone) for moment in moments)
    return [moment.astimezone(UTC if twice else zone) for moment in moments]


def _status(visit: Visit, method: str) -> str:
    if method == CANCEL or visit.state in GONE:
        return "CANCELLED"
    return "TENTATIVE" if visit.state in (VisitState.HELD, VisitState.REQUESTED) else "CONFIRMED"


def _address(who: str) -> vCalAddress:
    name, _, address = who.rpartition("<")
    found = vCalAddress(f"mailto:{address.strip('> ')}")
    if name.strip('" '):
        found.params["CN"] = vText(_name(name.strip('" ')))
    return found


def _attendee(visit: Visit) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{visit.patient.email}")
    attendee.params["CN"] = vText(_name(visit.patient.name))
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    return attendee


def _plain(text: str) -> str:
    """Return `text` with one kind of line end and without the control characters the format forbids."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in lines if letter in "\n\t" or letter.isprintable() or ord(letter) > 0x9F)


def _name(text: str) -> str:
    """Return `text` as a parameter can hold it: one line, no double quotes."""
    return " ".join(_plain(text).split()).replace('"', "'")
