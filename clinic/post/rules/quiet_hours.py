"""When a message may reach a person: between 09:00 and 20:00 wall time of the location."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(9)
EVENING = time(20)


def kind_hour(due: datetime, zone: ZoneInfo, *, restrictive: bool) -> datetime:
    """Return `due` (aware) moved out of the quiet hours of `zone`, in UTC.

    A permissive message waits for the next morning: late, never early. A restrictive one ("from now on no alcohol")
    goes the evening before: early, never late. The move is under 25 hours, so it holds across a change of the clocks.
    """
    wall = due.astimezone(zone)
    if MORNING <= wall.time() <= EVENING:
        return due.astimezone(UTC)
    if restrictive:
        day = wall.date() if wall.time() > EVENING else wall.date() - timedelta(days=1)
        return datetime.combine(day, EVENING, zone).astimezone(UTC)
    day = wall.date() if wall.time() < MORNING else wall.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, zone).astimezone(UTC)


def sending_time(
    due: datetime, expires: datetime, zone: ZoneInfo, *, restrictive: bool, ignores_quiet_hours: bool
) -> datetime:
    """Return when a message that is `due` and worthless after `expires` is to be sent, in UTC.

    One that would expire before the quiet hours end goes when it is due: a word at night beats none before the visit.
    """
    if ignores_quiet_hours:
        return due.astimezone(UTC)
    kind = kind_hour(due, zone, restrictive=restrictive)
    return kind if kind < expires else due.astimezone(UTC)
