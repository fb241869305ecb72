"""The weekly hours of a location and of its staff, in the location's wall time."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from django.db import transaction

from clinic.practice.domain import audit
from clinic.practice.models import Location, OpeningHours, StaffHours, User

Week = Mapping[int, Sequence[tuple[time, time]]]


@transaction.atomic
def set_opening_hours(*, location: Location, week: Week, by: Any) -> None:
    """Replace the opening hours of `location`: weekday (0 = Monday) → (opens, closes), several for a lunch break."""
    location.opening_hours.all().delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(location=location, weekday=day, opens=opens, closes=closes)
        for day, spans in week.items()
        for opens, closes in spans
    )
    audit.record(verb="opening_hours.set", about=f"location:{location.uuid}", by=by, location=location)


@transaction.atomic
def set_staff_hours(*, user: User, location: Location, week: Week, by: Any) -> None:
    """Replace the hours `user` works at `location`; their hours elsewhere stay."""
    user.staff_hours.filter(location=location).delete()
    StaffHours.objects.bulk_create(
        StaffHours(user=user, location=location, weekday=day, starts=starts, ends=ends)
        for day, spans in week.items()
        for starts, ends in spans
    )
    audit.record(verb="staff_hours.set", about=f"user:{user.uuid}", by=by, location=location)
