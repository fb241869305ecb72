"""A zone's clock changes as a VTIMEZONE (RFC 5545 §3.6.5), from the same data that places the visits.

icalendar's own `Timezone.from_tzid` (7.3) states the spring onset in the wall time *after* the jump, an hour late.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from clinic.diary.rules.walltime import jump

DAY = timedelta(days=1)


def zone_component(zone: ZoneInfo, *, around: datetime) -> Timezone:
    """Return the zone as it is from the year before `around` until the year after."""
    begins, ends = datetime(around.year - 1, 1, 1, tzinfo=UTC), datetime(around.year + 2, 1, 1, tzinfo=UTC)
    component = Timezone()
    component.add("tzid", zone.key)
    component.add_component(_observance(zone, begins, begins))
    for onset in _changes(zone, begins, ends):
        component.add_component(_observance(zone, onset - timedelta(minutes=1), onset))
    return component


def _changes(zone: ZoneInfo, begins: datetime, ends: datetime) -> list[datetime]:
    found, day = [], begins
    while day < ends:
        if day.astimezone(zone).utcoffset() != (day + DAY).astimezone(zone).utcoffset():
            found.append(jump(day, day + DAY, zone))
        day += DAY
    return found


def _observance(zone: ZoneInfo, before: datetime, onset: datetime) -> TimezoneStandard | TimezoneDaylight:
    """Return what holds from `onset` on; its DTSTART is in the wall time that held `before`, as the format wants."""
    old, new = before.astimezone(zone), onset.astimezone(zone)
    part = TimezoneDaylight() if new.dst() else TimezoneStandard()
    part.add("dtstart", (onset + (old.utcoffset() or timedelta())).replace(tzinfo=None))
    part.add("tzname", new.tzname())
    part.add("tzoffsetfrom", old.utcoffset())
    part.add("tzoffsetto", new.utcoffset())
    return part
