"""What is planned around the recipe."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class OtherDose:
    """A dose (mg) from elsewhere that counts towards the limit: `what` says cream, device, earlier session."""

    ingredient: str
    mg: Decimal
    what: str = ""


@dataclass(frozen=True)
class PlanFacts:
    """The course or session the recipe is for. Depth in mm, intervals in days; None = not stated.

    `last_session_on`: the last session given of this course; `next_on`: the day of the session judged (None: no date
    yet).
    """

    concern: str | None = None
    zones: tuple[str, ...] = ()
    technique: str | None = None
    depth_mm: Decimal | None = None
    interval_days: int | None = None
    interval_min_days: int | None = None
    planned_sessions: int | None = None
    last_session_on: date | None = None
    next_on: date | None = None
    other_doses: tuple[OtherDose, ...] = ()
    sources: tuple[str, ...] = ()
