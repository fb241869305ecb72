"""What the clock on a location's wall says, and which instant that is.

On the day the clocks go forward some wall times do not exist; on the day they go back some exist twice. Here a wall
time that does not exist stands for the moment the clocks jump, and one that exists twice for the first of the two.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


def instant(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """Return the UTC instant at which the wall clock of `zone` first shows `wall` on `day`, or a later time."""
    local = datetime.combine(day, wall, zone)
    found = local.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return found
    return jump(local.replace(fold=1).astimezone(UTC), found, zone)


def jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the first minute in (before, after] with the offset that holds at `after`."""
    offset = after.astimezone(zone).utcoffset()
    low, high = 0, int((after - before) / MINUTE)
    while high - low > 1:
        middle = (low + high) // 2
        if (before + middle * MINUTE).astimezone(zone).utcoffset() == offset:
            high = middle
        else:
            low = middle
    return before + high * MINUTE


def exists(day: date, wall: time, zone: ZoneInfo) -> bool:
    """Tell whether the wall clock of `zone` ever shows `wall` on `day`."""
    local = datetime.combine(day, wall, zone)
    return local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None)


def comes_twice(moment: datetime, zone: ZoneInfo) -> bool:
    """Tell whether the wall clock shows the time of `moment` twice that day: the page then names the offset."""
    local = moment.astimezone(zone)
    return local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset() and exists(
        local.date(), local.time().replace(fold=0), zone
    )


def day_span(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the instants at which `day` begins and ends on the wall of `zone`: 23, 24 or 25 hours apart."""
    return instant(day, time.min, zone), instant(day + timedelta(days=1), time.min, zone)


def grid(day: date, step_minutes: int, zone: ZoneInfo) -> list[datetime]:
    """Return the instants at which the wall clock shows a whole multiple of `step_minutes` after midnight on `day`.

    A time that does not exist is left out; one that comes twice is given once, the first.
    """
    begins, ends = day_span(day, zone)
    if ends - begins == timedelta(days=1):
        return [begins + timedelta(minutes=minute) for minute in range(0, 24 * 60, step_minutes)]
    walls = (time(*divmod(minute, 60)) for minute in range(0, 24 * 60, step_minutes))
    return [instant(day, wall, zone) for wall in walls if exists(day, wall, zone)]
