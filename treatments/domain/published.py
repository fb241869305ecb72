"""What a protocol publishes of a course's pace. What it does not say stays empty: no default is made up."""

from itertools import groupby
from typing import Any

from treatments.models import Protocol
from treatments.rules.schedule import Pace, Phase

DAYS_IN_A_YEAR = 365


def published_pace(protocol: Protocol | None) -> dict[str, Any]:
    """Return what the protocol publishes of the first series and of technique; None where it does not say.

    Where days change along the course (`schedule_days`), the first series is as long as they stay the same.
    """
    if protocol is None:
        return {}
    known = {"technique": protocol.technique, "needle": protocol.needle[:80]}
    if protocol.schedule_days:
        days, count = _steps(protocol)[0]
        return known | {"sessions_planned": count + 1} | dict.fromkeys(INTERVALS, days)
    ideal = protocol.interval_days_ideal or _only(protocol.interval_days_min, protocol.interval_days_max)
    pace = (protocol.interval_days_min, ideal, protocol.interval_days_max)
    return known | {"sessions_planned": protocol.sessions_min} | dict(zip(INTERVALS, pace, strict=True))


INTERVALS = ("interval_min_days", "interval_days", "interval_max_days")


def published_phases(protocol: Protocol | None) -> list[Phase]:
    """Return the phases after the first series: its later steps, and the first session of a published maintenance.

    A maintenance "every 3 to 6 months" is best after the shortest. How many follow is for a review to decide.
    """
    if protocol is None:
        return []
    later = _steps(protocol)[1:] if protocol.schedule_days else []
    found = [Phase("taper", count, Pace(days, days, days)) for days, count in later]
    return [*found, *_maintenance(protocol)] if protocol.schedule_days or protocol.sessions_min else []


def _steps(protocol: Protocol) -> list[tuple[int, int]]:
    """The days between sessions, each with how often it comes in a row."""
    return [(days, len(list(run))) for days, run in groupby(protocol.schedule_days)]


def _maintenance(protocol: Protocol) -> list[Phase]:
    least = protocol.maintenance_months_min or protocol.maintenance_months_max
    if not least:
        return []
    most = protocol.maintenance_months_max or least
    return [Phase("maintenance", 1, Pace(_days(least), _days(least), _days(most)))]


def _days(months: int) -> int:
    return round(months * DAYS_IN_A_YEAR / 12)


def _only(least: int | None, most: int | None) -> int | None:
    """The ideal where shortest and longest are published as one number."""
    return least if least == most else None
