"""Times in the demonstration's diary: on the hour, one visit each, in wall time of the place."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from clinic.practice.models import Location, User

OPENS, LAST = 9, 16
ALREADY = 2
"""Visits that each practitioner has had today before the one that is due now."""


class Agenda:
    """Hands out each practitioner's hours, day by day; today's lie around the present hour."""

    def __init__(self) -> None:
        self._given: dict[tuple[int, date], int] = defaultdict(int)

    def next_free(self, who: User, place: Location, day: date) -> datetime | None:
        """Return the next hour of `who` on `day` that nobody has been given, or None when the day is full."""
        hour = first_hour(place, day) + self._given[who.pk, day]
        if hour > LAST:
            return None
        self._given[who.pk, day] += 1
        return datetime.combine(day, time(hour), place.tzinfo).astimezone(UTC)


def first_hour(place: Location, day: date) -> int:
    """Return the hour of a day's first visit: today two hours ago, if the clinic is open then."""
    now = timezone.localtime(timezone=place.tzinfo)
    if day != now.date():
        return OPENS
    begun = (now - timedelta(hours=ALREADY)).hour if now.hour >= OPENS + ALREADY else OPENS
    return min(begun, LAST - ALREADY - 1)
