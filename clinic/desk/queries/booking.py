"""What somebody needs to book: sessions without a time, who and where, and the free times."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from clinic.diary.models import Visit, VisitType
from clinic.diary.queries import Slot, find_slots
from clinic.practice.access import CLINICAL
from clinic.practice.models import Location, Room, User
from patients.models import Patient
from treatments.models import PlanState, Session

DAYS = 14
TREATABLE = (PlanState.ACCEPTED, PlanState.ACTIVE)


def practitioners_at(location: Location) -> QuerySet[User]:
    """Return who sees patients at `location`. One query."""
    who = User.objects.filter(memberships__location=location, memberships__role__in=CLINICAL, is_active=True)
    return who.distinct().order_by("name")


def rooms_at(location: Location) -> QuerySet[Room]:
    """Return the rooms in use at `location`. One query."""
    return location.rooms.filter(active=True)


def to_book(location: Location) -> QuerySet[Session]:
    """Return the sessions of this location's patients that wait for a time, the most urgent first. One query.

    Those whose latest day has passed come first, then by ideal day.
    """
    waiting = Session.objects.unbooked().filter(
        course__plan__state__in=TREATABLE, course__plan__location=location, course__plan__patient__locations=location
    )
    return waiting.select_related("course__plan__patient", "course__plan__clinician", "course__concern").order_by(
        F("ideal_on").asc(nulls_last=True), "course__plan", "number"
    )


def unbooked_of(patient: Patient) -> QuerySet[Session]:
    """Return the sessions of `patient` that wait for a time, in order. One query."""
    waiting = Session.objects.unbooked().filter(course__plan__patient=patient, course__plan__state__in=TREATABLE)
    return waiting.select_related("course__plan__clinician", "course__concern").order_by(
        "course__plan", "course", "number"
    )


def visit_of_sessions(patient: Patient, sessions: Sequence[str]) -> Visit | None:
    """Return the visit of the first of these sessions (UUIDs as an address carries them) that has one. One query."""
    if not sessions:
        return None
    booked = Session.objects.filter(course__plan__patient=patient, visit__isnull=False)
    visits = {str(session.uuid): session.visit for session in booked.select_related("visit__practitioner")}
    return next((visits[uuid] for uuid in sessions if uuid in visits), None)


@dataclass(frozen=True)
class Day:
    """A day that can be chosen, and how many times are free on it."""

    day: date
    free: int
    chosen: bool


@dataclass(frozen=True)
class Offer:
    """The free times around a wish: fourteen days to choose from, and the times of one of them."""

    days: list[Day]
    times: list[Slot]
    earlier: date | None
    later: date
    shown: date
    wished: date


def offer(
    *,
    location: Location,
    visit_type: VisitType,
    practitioners: Sequence[User],
    rooms: Sequence[Room],
    day: date,
    patient: Patient,
    moving: Visit | None = None,
    now: datetime | None = None,
) -> Offer:
    """Return the free times of `day` (of the next day that has one, if it has none) and how free the days around are.

    Of several people and rooms free at the same time the first is offered. Three queries, whatever the history.
    """
    today = timezone.localdate(now, timezone=location.tzinfo)
    first = max(today, day - timedelta(days=2))
    found = find_slots(
        location=location, visit_type=visit_type, practitioners=practitioners, rooms=rooms, from_day=first, days=DAYS,
        patient=patient, moving=moving, now=now,
    )  # fmt: skip
    slots = list({slot.starts_at: slot for slot in reversed(found)}.values())[::-1]
    count = Counter(_day_of(slot, location) for slot in slots)
    shown = next((one for one in sorted(count) if one >= day), day)
    days = [first + timedelta(days=number) for number in range(DAYS)]
    return Offer(
        days=[Day(one, count[one], one == shown) for one in days],
        times=[slot for slot in slots if _day_of(slot, location) == shown],
        earlier=max(today, shown - timedelta(days=7)) if shown > today else None,
        later=shown + timedelta(days=7),
        shown=shown,
        wished=day,
    )


def ideal_day(sessions: Sequence[Session], location: Location) -> date:
    """Return the day to look at first: the ideal day of the first session, never a day gone by."""
    today = timezone.localdate(timezone=location.tzinfo)
    ideal = [session.ideal_on or session.earliest_on for session in sessions]
    return max([day for day in ideal[:1] if day] + [today])


def usual_type(sessions: Sequence[Session]) -> VisitType | None:
    """Return the kind of visit to begin with: one for treatment if there are sessions, else another. One query."""
    offered: Any = VisitType.objects.filter(active=True)
    return offered.filter(for_treatment=bool(sessions)).order_by("pk").first() or offered.order_by("pk").first()


def _day_of(slot: Slot, location: Location) -> date:
    return slot.starts_at.astimezone(location.tzinfo).date()
