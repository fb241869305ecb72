"""Somebody who watches the clock on the wall, minute by minute, and knows none of our rules."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from clinic.diary.models import Visit, VisitPart, VisitState, VisitType
from clinic.diary.models.visits import BUSY_STATES
from clinic.practice.models import ClosedDay, Room, User

MINUTE = timedelta(minutes=1)
Minutes = set[datetime]


class Watcher:
    """Answers what `find_slots` answers, given what it is given."""

    def __init__(self, wishes: dict[str, Any]) -> None:
        self.wishes = wishes
        self.zone = ZoneInfo(wishes["location"].zone)
        days = [wishes["from_day"] + timedelta(days=number) for number in range(wishes["days"])]
        before = datetime.combine(days[0], time(), tzinfo=UTC) - timedelta(hours=14)
        every = [before + number * MINUTE for number in range(5 * 24 * 60)]
        self.of_day = {day: [m for m in every if self.local(m).date() == day] for day in days}
        self.first_at = cache(self._first_at)

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def _first_at(self, day: date, wall: time) -> datetime:
        """Return the first minute of `day` at which the clock shows `wall` or later."""
        shown = (moment for moment in self.of_day[day] if self.local(moment).time() >= wall)
        return next(shown, self.of_day[day][-1] + MINUTE)

    def inside(self, rows: Any) -> Minutes:
        rows = list(rows)
        return {
            moment
            for day, minutes in self.of_day.items()
            for weekday, start, end in rows
            if weekday == day.weekday()
            for moment in minutes
            if self.first_at(day, start) <= moment < self.first_at(day, end)
        }

    def opened(self) -> Minutes:
        location = self.wishes["location"]
        closed = {row.day for row in ClosedDay.objects.filter(location=location)}
        hours = self.inside(location.opening_hours.values_list("weekday", "opens", "closes"))
        return {moment for moment in hours if self.local(moment).date() not in closed}

    def working(self, user: User) -> Minutes:
        hours = self.inside(
            user.staff_hours.filter(location=self.wishes["location"]).values_list("weekday", "starts", "ends")
        )
        return outside(user.absences.values_list("starts_at", "ends_at"), hours & self.opened())

    def free(self, resource: str, thing: Any, within: Minutes) -> Minutes:
        busy = Visit.objects.filter(**{resource: thing}, state__in=BUSY_STATES)
        busy = busy.exclude(state=VisitState.HELD, held_until__lte=self.wishes["now"])
        return outside(busy.values_list(f"{resource}_busy_from", f"{resource}_busy_until"), within)

    def starts(self) -> list[datetime]:
        """Return the minutes at which the clock shows a whole step, each time of day once."""
        found = []
        for minutes in self.of_day.values():
            seen: set[time] = set()
            for moment in minutes:
                wall = self.local(moment).time()
                if (wall.hour * 60 + wall.minute) % self.wishes["step_minutes"] == 0 and wall not in seen:
                    seen.add(wall)
                    found.append(moment)
        return [moment for moment in found if moment >= self.wishes["now"]]


def outside(rows: Any, minutes: Minutes) -> Minutes:
    rows = list(rows)
    return {moment for moment in minutes if not any(start <= moment < end for start, end in rows)}


def needed_minutes(visit_type: VisitType) -> dict[str, range]:
    """Return the minutes at which each is needed, counted from the one at which the patient is told to come."""
    spent: dict[str, list[int]] = {"practitioner": [], "room": [], "patient": []}
    clock = 0
    for part in VisitPart.objects.filter(visit_type=visit_type).order_by("order"):
        for resource, minutes in spent.items():
            if getattr(part, f"needs_{resource}"):
                minutes += range(clock, clock + part.minutes)
        clock += part.minutes
    told = min(spent["patient"])
    return {resource: range(min(minutes) - told, max(minutes) + 1 - told) for resource, minutes in spent.items()}


def by_the_minute(wishes: dict[str, Any]) -> list[tuple[datetime, User, Room]]:
    """Return every free start with whom and where, in time order."""
    watcher, needed = Watcher(wishes), needed_minutes(wishes["visit_type"])
    opened = watcher.opened()
    staff = [(user, watcher.free("practitioner", user, watcher.working(user))) for user in wishes["practitioners"]]
    rooms = [(room, watcher.free("room", room, opened)) for room in wishes["rooms"]]
    sitter = watcher.free("patient", wishes["patient"], opened) if wishes["patient"] else opened

    def fits(resource: str, start: datetime, minutes: Minutes) -> bool:
        return all(start + offset * MINUTE in minutes for offset in needed[resource])

    found = []
    for start in watcher.starts():
        room = next((room for room, minutes in rooms if fits("room", start, minutes)), None)
        if room and fits("patient", start, sitter):
            found += [(start, user, room) for user, minutes in staff if fits("practitioner", start, minutes)]
    return found
