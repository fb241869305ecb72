"""Times in the demonstration's diary: on the hour, one visit each, in wall time of the place."""

from collections import defaultdict
from datetime import UTC, date, datetime, time

from clinic.practice.models import Location, User

HOURS = tuple(range(9, 17))


class Agenda:
    """Hands out each practitioner's hours, day by day."""

    def __init__(self) -> None:
        self._taken: dict[tuple[int, date], int] = defaultdict(int)

    def next_free(self, who: User, place: Location, day: date) -> datetime | None:
        """Return the next hour of `who` on `day` that nobody has been given, or None when the day is full."""
        used = self._taken[who.pk, day]
        if used >= len(HOURS):
            return None
        self._taken[who.pk, day] += 1
        return datetime.combine(day, time(HOURS[used]), place.tzinfo).astimezone(UTC)
