"""One order in which everybody locks, so that nobody waits for somebody who waits for them."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from clinic.diary.models import Visit, VisitState
from clinic.practice.domain import audit
from clinic.practice.models import Room, User
from patients.models import Patient


def hold_still(
    *, practitioners: Iterable[User], rooms: Iterable[Room], patients: Iterable[Patient], visits: Iterable[Visit] = ()
) -> None:
    """Lock whom and what a booking touches until the transaction ends, and let lapsed holds on them expire.

    By kind, then by key, before the first write. Whoever books or moves several visits in one transaction calls this
    first, with all of them. SQLite ignores the locks: there a transaction that writes is alone from its beginning.
    """
    staff, places, sitters = _keys(practitioners), _keys(rooms), _keys(patients)
    _lock(User.objects.filter(pk__in=staff))
    _lock(Room.objects.filter(pk__in=places))
    _lock(Patient.objects.filter(pk__in=sitters))
    theirs = Q(practitioner__in=staff) | Q(room__in=places) | Q(patient__in=sitters)
    _lock(Visit.objects.filter((_lapsed() & theirs) | Q(pk__in=_keys(visits))))
    _expire(Visit.objects.filter(_lapsed() & theirs))


@transaction.atomic
def expire_lapsed_holds() -> int:
    """Free what was held for somebody who did not come back in time; return how many holds that were."""
    _lock(Visit.objects.filter(_lapsed()))
    return _expire(Visit.objects.filter(_lapsed()))


def _expire(visits: QuerySet[Visit]) -> int:
    count = 0
    for visit in visits.order_by("pk"):
        if Visit.objects.filter(pk=visit.pk, state=VisitState.HELD).update(state=VisitState.EXPIRED):
            audit.record(verb="visit.expired", about=visit.key, by=None, location=visit.location)
            count += 1
    return count


def _lock(rows: QuerySet[Any]) -> None:
    list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))


def _lapsed() -> Q:
    return Q(state=VisitState.HELD, held_until__lte=timezone.now())


def _keys(things: Iterable[Any]) -> set[int]:
    return {thing.pk for thing in things}
