"""A visit gets another time, practitioner or room."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.diary.domain.booking import overbooking
from clinic.diary.domain.locking import hold_still
from clinic.diary.domain.placing import Place, fit, refuse
from clinic.diary.errors import StalePage
from clinic.diary.models import Visit, VisitState
from clinic.diary.overlap import resource_taken
from clinic.diary.rules.states import may_move
from clinic.kit.errors import Refusal
from clinic.practice.domain import audit
from clinic.practice.models import Room, User


@transaction.atomic
def move_visit(
    *,
    visit: Visit,
    starts_at: datetime,
    practitioner: User | None = None,
    room: Room | None = None,
    expected_sequence: int | None = None,
    overbooked_reason: str = "",
    by: Any,
) -> Visit:
    """Move `visit` to `starts_at` (aware), perhaps to another practitioner or room of its location, and return it.

    Its SEQUENCE grows by one; nothing changes when it already lies there. A confirmed visit waits for a new
    confirmation. `expected_sequence` is the SEQUENCE of the page the wish came from (default: that of `visit`).
    Raises StalePage when the visit has changed since, SlotTaken and Refusal as `book_visit`.
    """
    practitioner, room = practitioner or visit.practitioner, room or visit.room
    expected = visit.sequence if expected_sequence is None else expected_sequence
    hold_still(practitioners=[practitioner], rooms=[room], patients=[visit.patient], visits=[visit])
    current = Visit.objects.select_related("patient", "location", "visit_type").get(pk=visit.pk)
    _check_movable(current, expected)
    place = Place(current.patient, current.location, current.visit_type, practitioner, room, starts_at, moving=current)
    if not _lies_there(current, place):
        _move(current, place, overbooked_reason, by)
    visit.refresh_from_db()
    return visit


def _check_movable(current: Visit, expected_sequence: int) -> None:
    if current.sequence != expected_sequence:
        raise StalePage
    if not may_move(current.state):
        state = {"state": current.get_state_display()}
        raise Refusal(_("This visit is %(state)s and can no longer be moved.") % state, field="starts_at")


def _lies_there(current: Visit, place: Place) -> bool:
    now = (current.starts_at, current.practitioner_id, current.room_id)
    return now == (place.starts_at, place.practitioner.pk, place.room.pk)


def _move(current: Visit, place: Place, overbooked_reason: str, by: Any) -> None:
    found = fit(place, now=timezone.now())
    columns = {"overbooked_reason": "", **overbooking(place, found, overbooked_reason), **found.columns()}
    if current.state == VisitState.CONFIRMED:
        columns["state"] = VisitState.BOOKED
    mine = Visit.objects.filter(pk=current.pk, state=current.state, sequence=current.sequence)
    try:
        with transaction.atomic():
            moved = mine.update(practitioner=place.practitioner, room=place.room, sequence=F("sequence") + 1, **columns)
    except IntegrityError as error:
        if resource := resource_taken(error):
            raise refuse(place, resource) from error
        raise
    if not moved:
        raise StalePage
    details = {"from": current.starts_at.isoformat(), "to": place.starts_at.isoformat()}
    audit.record(verb="visit.moved", about=current.key, by=by, location=current.location, details=details)
