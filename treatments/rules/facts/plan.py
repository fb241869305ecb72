"""What is planned around the recipe."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from treatments.rules.facts.recipe import IngredientFacts


@dataclass(frozen=True)
class OtherDose:
    """A dose (mg) from elsewhere that counts towards the limit: `what` says cream, device, other course.

    `unmeasured`: given, in a mass nobody can tell; `mg` is then 0. `on_skin`: in a cream.
    """

    ingredient: str
    mg: Decimal
    what: str = ""
    with_epinephrine: bool = False
    unmeasured: bool = False
    on_skin: bool = False


@dataclass(frozen=True)
class GivenDose:
    """A dose of an earlier session, whichever course it belonged to, and the day it was given."""

    dose: OtherDose
    on: date


@dataclass(frozen=True)
class CourseFacts:
    """One course of the patient's. `open`: sessions are still to come; `days`: those given and planned."""

    id: str
    name: str
    zones: frozenset[str]
    interval_min_days: int | None = None
    open: bool = True
    days: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Published:
    """What the course's protocol states: volumes in mL, None = not stated; `name` and `sources` say where."""

    name: str
    total_ml_min: Decimal | None = None
    total_ml_max: Decimal | None = None
    per_point_ml: Decimal | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlanFacts:
    """The course or session the recipe is for. Depth in mm, intervals in days; None = not stated.

    `last_session_on`: the last session given of this course; `next_on`: the day the next one is booked for (None: no
    date yet); `judged_on`: the day judged, booked or the earliest it can be (None: no session to come). `topical`: put
    on the skin before. `volume_ml`: of a session, where it is not one batch. `earlier`: what was given before, in any
    course; `course` is this course as `other_courses`, the patient's others, see it. `published`: by its protocol.
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
    judged_on: date | None = None
    volume_ml: Decimal | None = None
    topical: tuple[IngredientFacts, ...] = ()
    other_doses: tuple[OtherDose, ...] = ()
    earlier: tuple[GivenDose, ...] = ()
    course: CourseFacts | None = None
    other_courses: tuple[CourseFacts, ...] = ()
    zone_names: Mapping[str, str] = field(default_factory=dict)
    published: Published | None = None
    sources: tuple[str, ...] = ()
