"""Care windows: from when before a visit, and until when after a treatment.

A window is elapsed time, so the two instants lie the same number of hours apart whatever the clocks do in between.
Printed times are rounded to the quarter hour, always to the safe side: a "from" down, an "until" up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import groupby

QUARTER = 15 * 60


@dataclass(frozen=True)
class Care:
    """One care item as it applies: its key, kind (avoid, do, tell, watch), the patient's words, its window in hours."""

    key: str
    kind: str
    text: str
    hours: Decimal | None = None


@dataclass(frozen=True)
class Ending:
    """What has to be avoided until one and the same instant."""

    until: datetime
    items: tuple[Care, ...]


def quarter_up(instant: datetime) -> datetime:
    """Return `instant` (UTC) rounded up to the next full quarter hour."""
    seconds = -(-instant.timestamp() // QUARTER) * QUARTER
    return datetime.fromtimestamp(seconds, UTC)


def quarter_down(instant: datetime) -> datetime:
    """Return `instant` (UTC) rounded down to the last full quarter hour."""
    return datetime.fromtimestamp(instant.timestamp() // QUARTER * QUARTER, UTC)


def window_end(ended_at: datetime, hours: Decimal) -> datetime:
    """Return the instant, to the quarter hour, at which a window of `hours` after `ended_at` is over."""
    return quarter_up(ended_at.astimezone(UTC) + timedelta(hours=float(hours)))


def window_start(starts_at: datetime, hours: Decimal) -> datetime:
    """Return the instant, to the quarter hour, at which a window of `hours` before `starts_at` begins."""
    return quarter_down(starts_at.astimezone(UTC) - timedelta(hours=float(hours)))


def endings(items: Iterable[Care], ended_at: datetime) -> list[Ending]:
    """Group the items that have a window by the instant at which they end, soonest first."""
    timed = [(window_end(ended_at, item.hours), item) for item in items if item.hours]
    timed.sort(key=lambda pair: pair[0])
    return [
        Ending(until, tuple(item for _, item in group)) for until, group in groupby(timed, key=lambda pair: pair[0])
    ]


def longest_window(items: Iterable[Care]) -> Decimal:
    """Return the longest window in hours; 0 when no item has one."""
    return max((item.hours for item in items if item.hours), default=Decimal(0))
