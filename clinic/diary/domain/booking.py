"""A visit comes into the diary: booked, or held for a few minutes while somebody makes up their mind."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from clinic.diary.domain.locking import hold_still
from clinic.diary.domain.placing import Fit, Place, fit, refuse
from clinic.diary.models import Visit, VisitState, VisitType
from clinic.diary.overlap import resource_taken
from clinic.practice.domain import audit
from clinic.practice.models import Location, Room, User
from patients.models import Patient


@transaction.atomic
def book_visit(
    *,
    patient: Patient,
    location: Location,
    visit_type: VisitType,
    practitioner: User,
    room: Room,
    starts_at: datetime,
    nonce: UUID,
    by: Any,
    overbooked_reason: str = "",
    now: datetime | None = None,
) -> Visit:
    """Book a visit that the patient is told starts at `starts_at` (aware), and return it.

    The same `nonce` (of the form) returns the visit it booked first. A reason for overbooking lets the practitioner
    and the room be taken twice, never the patient; the visit is marked only if it does overlap. `now` is the clock:
    give an earlier one to enter visits of the past. The staff of `location` may know the patient from now on. Raises
    SlotTaken when somebody or something is taken, Refusal (with its field) when the wish itself cannot be.
    """
    place = Place(patient, location, visit_type, practitioner, room, starts_at)
    return _enter(place, nonce=nonce, by=by, now=now, overbooked_reason=overbooked_reason)


@transaction.atomic
def hold_visit(
    *,
    patient: Patient,
    location: Location,
    visit_type: VisitType,
    practitioner: User,
    room: Room,
    starts_at: datetime,
    nonce: UUID,
    by: Any,
    minutes: int = 10,
) -> Visit:
    """Keep a time free for `minutes` while somebody decides, and return the held visit. Raises as `book_visit`."""
    place = Place(patient, location, visit_type, practitioner, room, starts_at)
    held_until = timezone.now() + timedelta(minutes=minutes)
    return _enter(place, nonce=nonce, by=by, state=VisitState.HELD, held_until=held_until)


def _enter(
    place: Place, *, nonce: UUID, by: Any, now: datetime | None = None, overbooked_reason: str = "", **fields: Any
) -> Visit:
    hold_still(practitioners=[place.practitioner], rooms=[place.room], patients=[place.patient])
    if first := Visit.objects.filter(nonce=nonce).first():
        return first
    found = fit(place, now=now or timezone.now())
    visit = _write(place, found, nonce=nonce, by=by, **overbooking(place, found, overbooked_reason), **fields)
    place.patient.locations.add(place.location)
    details = {"starts_at": visit.starts_at.isoformat(), "overbooked": visit.overbooked}
    audit.record(verb=f"visit.{visit.state}", about=visit.key, by=by, location=visit.location, details=details)
    return visit


def overbooking(place: Place, found: Fit, reason: str) -> dict[str, Any]:
    """Return the columns that say whether the visit is overbooked. Raises SlotTaken when it clashes and may not."""
    reason = reason.strip()
    if found.clashes and (not reason or "patient" in found.clashes):
        raise refuse(place, "patient" if reason else found.clashes[0])
    return {"overbooked": True, "overbooked_reason": reason} if found.clashes else {"overbooked": False}


def _write(place: Place, found: Fit, *, nonce: UUID, by: Any, **fields: Any) -> Visit:
    try:
        with transaction.atomic():
            return Visit.objects.create(
                patient=place.patient,
                location=place.location,
                visit_type=place.visit_type,
                practitioner=place.practitioner,
                room=place.room,
                nonce=nonce,
                booked_by=by if isinstance(by, User) else None,
                **found.columns(),
                **fields,
            )
    except IntegrityError as error:
        if first := Visit.objects.filter(nonce=nonce).first():
            return first
        if resource := resource_taken(error):
            raise refuse(place, resource) from error
        raise
