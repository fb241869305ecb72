"""When the standard messages of one session are due (docs/architecture.md, "The standard messages").

Pure: the facts are instants, the location's zone and what was booked; quiet hours are the post's business.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

QUIET_TIME = timedelta(minutes=3)
LATE = {"late_day_14": timedelta(days=14), "late_week_6": timedelta(weeks=6), "late_week_12": timedelta(weeks=12)}


@dataclass(frozen=True)
class Due:
    """One message to come: its kind, when it is due and when it is no longer of use."""

    kind: str
    due_at: datetime
    expires_at: datetime
    restrictive: bool = False
    ignores_quiet_hours: bool = False


def wall(day: datetime, at: time, zone: ZoneInfo, *, days: int = 0) -> datetime:
    """Return the instant of wall time `at`, `days` after the local day of `day`."""
    local = day.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(local, at, zone)


def before_visit(
    *, kind: str, now: datetime, starts_at: datetime, zone: ZoneInfo, longest_hours: Decimal | None
) -> list[Due]:
    """Return the messages up to a visit: `kind` (confirmation or move), pre-care if it is for treatment, reminder.

    `longest_hours` is the longest before-care window; None for a visit without a treatment. The pre-care message is
    due a day before that window opens, at once when booked later. Nothing is due after the start.
    """
    told = now + QUIET_TIME
    planned = [Due(kind, told, max(starts_at, told + timedelta(minutes=1)), ignores_quiet_hours=True)]
    if longest_hours is not None and told < starts_at:
        opens = starts_at - timedelta(hours=float(longest_hours), days=1)
        planned.append(
            Due("pre_care", max(opens, told), starts_at, restrictive=True, ignores_quiet_hours=opens <= told)
        )
    reminder = wall(starts_at, time(10), zone, days=-1)
    if told < reminder:
        planned.append(Due("reminder", reminder, starts_at))
    return planned


def after_treatment(*, ended_at: datetime, zone: ZoneInfo, sun_hours: Decimal) -> list[Due]:
    """Return the messages from the end of a treatment: aftercare, mid-window, end of window, and the late check-ins.

    `sun_hours` is the sun-avoidance window, elapsed from `ended_at`. The mid-window message is left out when the
    window is over by then.
    """
    over = ended_at + timedelta(hours=float(sun_hours))
    planned = [Due("aftercare", ended_at, ended_at + timedelta(days=14), ignores_quiet_hours=True)]
    morning = wall(ended_at, time(8, 30), zone, days=1)
    if morning < over:
        planned.append(Due("mid_window", morning, over, restrictive=True, ignores_quiet_hours=True))
    planned.append(Due("window_over", over, over + timedelta(days=7)))
    return planned + [_late(kind, ended_at, zone, after) for kind, after in LATE.items()]


def still_of_use(
    planned: list[Due], *, now: datetime, sun_until: datetime, last_until: datetime, corrected: bool = False
) -> list[Due]:
    """Return those of `planned` after a treatment that still help at `now`, when it is recorded.

    Nothing is said of a window that was over by then: no aftercare when the last one is, no "the hours are over" when
    sun avoidance was. A restrictive message is never late. A patient who had wrong times (`corrected`) hears all that
    has not expired.
    """
    return [
        due
        for due in planned
        if due.expires_at > now
        and not (due.restrictive and due.due_at < now)
        and (corrected or not (due.kind == "aftercare" and last_until <= now))
        and (corrected or not (due.kind == "window_over" and sun_until <= now))
    ]


def _late(kind: str, ended_at: datetime, zone: ZoneInfo, after: timedelta) -> Due:
    due = wall(ended_at, time(10), zone, days=after.days)
    return Due(kind, due, due + timedelta(days=21))
