"""Where a visit is to go, and every reason why it cannot go there. Booking and moving share it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.diary.errors import SlotTaken
from clinic.diary.facts import Taken, read_taken, read_timetable
from clinic.diary.models import Visit, VisitType
from clinic.diary.queries import nearest_free
from clinic.diary.rules.parts import RESOURCES, Busy, NeedsNobody, Part, busy_spans
from clinic.diary.rules.spans import Span
from clinic.diary.rules.worktime import Timetable, open_spans, work_spans
from clinic.kit.errors import Refusal
from clinic.practice.models import Location, Room, User
from patients.models import Patient

GRACE = timedelta(minutes=10)
"""Somebody who stands at the desk is booked a few minutes late."""
FARTHEST = timedelta(days=2 * 365)


@dataclass(frozen=True)
class Place:
    """A wish: who, what, with whom, where and when."""

    patient: Patient
    location: Location
    visit_type: VisitType
    practitioner: User
    room: Room
    starts_at: datetime
    moving: Visit | None = None


@dataclass(frozen=True)
class Fit:
    """What became of a wish: the busy time of each resource, and which of them other visits already take."""

    busy: Busy
    clashes: tuple[str, ...]

    def columns(self) -> dict[str, datetime]:
        """Return the visit's columns of time."""
        starts_at, ends_at = self.busy.patient
        columns = {"starts_at": starts_at, "ends_at": ends_at}
        for resource in RESOURCES:
            columns[f"{resource}_busy_from"], columns[f"{resource}_busy_until"] = getattr(self.busy, resource)
        return columns


def fit(place: Place, *, now: datetime) -> Fit:
    """Work out where `place` would lie. Raises Refusal when it may lie there for nobody, whoever else is booked.

    Call it under `locking.hold_still`: what it says about clashes is true until the transaction ends.
    """
    _check_choices(place)
    _check_moment(place.starts_at, now)
    days = _days(place)
    timetable, parts = read_timetable(
        location=place.location, practitioners=[place.practitioner.pk], visit_type=place.visit_type, days=days
    )
    busy = _busy(place, parts)
    taken = read_taken(
        practitioners=[place.practitioner.pk],
        rooms=[place.room.pk],
        patients=[place.patient.pk],
        window=(min(span[0] for span in busy), max(span[1] for span in busy)),
        now=timezone.now(),
        apart_from=place.moving,
    )
    _check_hours(place, busy, timetable, days, taken)
    return Fit(busy, tuple(resource for resource in RESOURCES if _clash(place, busy, taken, resource)))


def refuse(place: Place, resource: str) -> SlotTaken:
    """Return the refusal that says `resource` is taken, and knows how to look for the nearest free times."""
    sentence = {
        "practitioner": _("%(practitioner)s already has a visit at that time."),
        "room": _("%(room)s is already taken at that time."),
        "patient": _("This patient already has a visit at that time."),
    }[resource]
    names = {"practitioner": place.practitioner, "room": place.room}
    search = partial(
        nearest_free,
        location=place.location,
        visit_type=place.visit_type,
        practitioners=[place.practitioner],
        patient=place.patient,
        around=place.starts_at,
        moving=place.moving,
    )
    return SlotTaken(resource, sentence % names, search=search)


def _check_choices(place: Place) -> None:
    if not place.location.active:
        raise Refusal(_("%(location)s is no longer in use.") % {"location": place.location}, field="location")
    if not place.visit_type.active:
        raise Refusal(_("This kind of visit is no longer offered."), field="visit_type")
    if not place.practitioner.is_active:
        name = {"practitioner": place.practitioner}
        raise Refusal(_("%(practitioner)s no longer works here.") % name, field="practitioner")
    if place.room.location_id != place.location.pk:
        names = {"room": place.room, "location": place.location}
        raise Refusal(_("%(room)s is not a room of %(location)s.") % names, field="room")
    if not place.room.active:
        raise Refusal(_("%(room)s is no longer in use.") % {"room": place.room}, field="room")


def _check_moment(starts_at: datetime, now: datetime) -> None:
    if timezone.is_naive(starts_at):
        raise ValueError("starts_at must be an aware datetime")
    if starts_at < now - GRACE:
        raise Refusal(_("That time has passed. Choose a later one."), field="starts_at")
    if starts_at > now + FARTHEST:
        raise Refusal(_("That is more than two years ahead. Choose an earlier time."), field="starts_at")


def _busy(place: Place, parts: Sequence[Part]) -> Busy:
    try:
        busy = busy_spans(place.starts_at, parts)
    except NeedsNobody as error:
        sentence = _("A visit of this kind cannot be booked: no part of it needs the %(resource)s.")
        raise Refusal(sentence % {"resource": error.resource}, field="visit_type") from error
    if any(end - start > timedelta(hours=24) for start, end in busy):
        raise Refusal(_("A visit of this kind would last more than a day."), field="visit_type")
    return busy


def _days(place: Place) -> list[date]:
    day = place.starts_at.astimezone(place.location.tzinfo).date()
    return [day - timedelta(days=1), day, day + timedelta(days=1)]


def _check_hours(place: Place, busy: Busy, timetable: Timetable, days: list[date], taken: Taken) -> None:
    opening = open_spans(timetable, days)
    if days[1] in timetable.closed:
        raise _at_start(place, _("%(location)s is closed on %(day)s."))
    if not (_within(busy.room, opening) and _within(busy.patient, opening)):
        raise _at_start(place, _("%(location)s is not open for the whole of this visit on %(day)s."))
    key = place.practitioner.pk
    if not _within(busy.practitioner, work_spans(timetable, key, days, [])):
        raise _at_start(place, _("%(practitioner)s does not work at %(location)s at that time on %(day)s."))
    if any(_overlap(busy.practitioner, span) for span in taken.away[key]):
        raise _at_start(place, _("%(practitioner)s is away at that time on %(day)s."))


def _at_start(place: Place, sentence: str) -> Refusal:
    day = date_format(place.starts_at.astimezone(place.location.tzinfo), "DATE_FORMAT")
    names: dict[str, Any] = {"location": place.location, "practitioner": place.practitioner, "day": day}
    return Refusal(sentence % names, field="starts_at")


def _clash(place: Place, busy: Busy, taken: Taken, resource: str) -> bool:
    others = getattr(taken, resource)[getattr(place, resource).pk]
    return any(_overlap(getattr(busy, resource), other) for other in others)


def _within(span: Span, spans: Sequence[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
