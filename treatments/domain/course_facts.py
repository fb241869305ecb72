"""A course as the rules read it, among the patient's others: what shares its visits, its zones and its days.

Every course of the patient's that is open, or that gave something lately, is read once in a constant number of
queries; what follows asks nothing more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q

from treatments.domain.facts import day_at
from treatments.domain.given_doses import given_doses
from treatments.domain.recipe_facts import cream_facts, cream_of, diluents, recipe_facts
from treatments.models import Course, Plan, Session, SessionState
from treatments.models.plans import OPEN_STATES
from treatments.rules.facts import CourseFacts, DoseLimit, GivenDose, OtherDose, PlanFacts, Published, RecipeFacts
from treatments.rules.limits import cream_dose, doses_of
from treatments.rules.numbers import show_number

LATELY_DAYS = 400
READ = ("plan__location", "concern", "protocol", "technique", "recipe_version__variation_of", "topical__ingredient")
ALSO = (
    "zones",
    "phases",
    "sessions__visit",
    "sessions__zones_treated",
    "recipe_version__lines__ingredient__doses",
    "recipe_version__lines__shelf_product__allergens",
    "recipe_version__variation_of__lines",
)


@dataclass(frozen=True)
class Surroundings:
    """The courses of one patient on one day: `mine` belong to the plan judged, `all` are every one that matters."""

    today: date
    mine: tuple[Course, ...]
    all: tuple[Course, ...]
    recipes: Mapping[int, RecipeFacts] = field(default_factory=dict)
    given: tuple[GivenDose, ...] = ()


def surroundings(
    plan: Plan, *, today: date, weight_kg: Decimal | None, limits: Iterable[DoseLimit] = ()
) -> Surroundings:
    """Read the plan's courses and the patient's others with their recipes and sessions. Twelve queries at most.

    Of finished plans the courses that gave something within a year or so, or within the longest window of `limits`.
    """
    days = max((limit.window_days or 0 for limit in limits), default=0)
    since = datetime.combine(today - timedelta(days=max(days, LATELY_DAYS)), time(), tzinfo=plan.location.tzinfo)
    given = Exists(Session.objects.filter(course=OuterRef("pk"), treatment_ended_at__gte=since))
    others = Q(plan__patient=plan.patient_id) & (Q(plan__state__in=OPEN_STATES) | given)
    found = Course.objects.filter(Q(plan=plan) | others)
    courses = tuple(found.select_related(*READ).prefetch_related(*ALSO))
    known = diluents()
    recipes = {course.pk: recipe_facts(course, known, weight_kg=weight_kg) for course in courses}
    doses = tuple(dose for course in courses for dose in given_doses(course, recipes[course.pk], visit_doses))
    mine = tuple(course for course in courses if course.plan_id == plan.pk)
    return Surroundings(today, mine, courses, recipes, doses)


def course_facts(course: Course, around: Surroundings) -> PlanFacts:
    """Return what is planned in one course, with what its surroundings bring. No query."""
    protocol = course.protocol
    days = _Days.of(course, around.today)
    others = [other for other in around.all if other.pk != course.pk]
    return PlanFacts(
        concern=course.concern.key,
        zones=tuple(zone.key for zone in course.zones.all()),
        technique=course.technique.key if course.technique else None,
        depth_mm=course.depth_mm,
        interval_days=_shortest_pace(course),
        interval_min_days=protocol.interval_days_min if protocol else None,
        planned_sessions=course.sessions_planned,
        last_session_on=max(days.given, default=None),
        next_on=min(days.booked, default=None),
        judged_on=days.judged_on,
        volume_ml=course.volume_ml,
        topical=cream_facts(course),
        other_doses=(*_cream(course), *_beside(course, others, around)),
        earlier=(*around.given, *_same_day(course, others, around, days.judged_on)),
        course=_as_seen(course, around.today),
        other_courses=tuple(_as_seen(other, around.today) for other in others),
        zone_names={zone.key: zone.name for one in around.all for zone in one.zones.all()},
        published=_published(course),
        sources=tuple(protocol.sources) if protocol else (),
    )


@dataclass(frozen=True)
class _Days:
    """The days of a course: given, booked, reckoned for what is not booked; `open`: something is still to come."""

    given: tuple[date, ...]
    booked: tuple[date, ...]
    reckoned: tuple[date, ...]
    today: date
    open: bool

    @classmethod
    def of(cls, course: Course, today: date) -> "_Days":
        zone, sessions = course.plan.location.tzinfo, list(course.sessions.all())
        ahead = [one for one in sessions if _is_ahead(one)]
        booked = tuple(day_at(one.visit.starts_at, zone) for one in ahead if one.visit)
        wanted = [one.earliest_on or today for one in ahead if not one.visit]
        wanted += [course.starts_on or today] if not sessions else []
        return cls(
            given=tuple(day_at(one.treatment_ended_at, zone) for one in sessions if one.treatment_ended_at),
            booked=booked,
            reckoned=tuple(max(day, today) for day in wanted),
            today=today,
            open=course.plan.state in OPEN_STATES and bool(ahead or not sessions),
        )

    @property
    def judged_on(self) -> date | None:
        return min((*self.booked, *self.reckoned), default=None) if self.open else None


def _is_ahead(session: Session) -> bool:
    """Planned, booked or begun, and not yet ended or dropped."""
    return session.treatment_ended_at is None and session.state in (SessionState.PLANNED, SessionState.STARTED)


def _shortest_pace(course: Course) -> int | None:
    paces = [course.interval_days, *(phase.interval_days for phase in course.phases.all())]
    return min((days for days in paces if days is not None), default=None)


def _as_seen(course: Course, today: date) -> CourseFacts:
    days = _Days.of(course, today)
    treated = (zone.key for session in course.sessions.all() for zone in session.zones_treated.all())
    protocol_min = course.protocol.interval_days_min if course.protocol else None
    return CourseFacts(
        id=str(course.uuid),
        name=str(course.concern),
        zones=frozenset({*treated, *(zone.key for zone in course.zones.all())}),
        interval_min_days=course.interval_min_days or protocol_min or course.interval_days,
        open=days.open,
        days=frozenset((*days.given, *days.booked, *(days.reckoned if days.open else ()))),
    )


def visit_doses(course: Course, recipe: RecipeFacts) -> tuple[OtherDose, ...]:
    """Return every dose (mg) one session of the course brings: syringe and cream."""
    return (*doses_of(recipe.worked, what=str(course.concern)), *_cream(course))


def _cream(course: Course) -> tuple[OtherDose, ...]:
    cream = cream_of(course)
    if cream is None:
        return ()
    what = f"cream, {show_number(cream.grams)} g of {show_number(cream.strength_percent)} %"
    dose = cream_dose(cream.ingredient.key, strength_percent=cream.strength_percent, grams=cream.grams, what=what)
    return (dose,)


def _beside(course: Course, others: Iterable[Course], around: Surroundings) -> tuple[OtherDose, ...]:
    """What other courses bring into the visits of this one."""
    together = (other for other in others if _share_visits(course, other))
    return tuple(dose for other in together for dose in visit_doses(other, around.recipes[other.pk]))


def _share_visits(one: Course, two: Course) -> bool:
    """By a booked visit, or because one rides with the other, or both with a third, while both have sessions ahead."""
    rides = {one.rides_with_id or one.pk, one.pk} & {two.rides_with_id or two.pk, two.pk}
    visits = _visits_ahead(one) & _visits_ahead(two)
    return bool(visits) or (bool(rides) and _is_open(one) and _is_open(two))


def _is_open(course: Course) -> bool:
    sessions = list(course.sessions.all())
    return not sessions or any(_is_ahead(session) for session in sessions)


def _visits_ahead(course: Course) -> set[int]:
    return {one.visit_id for one in course.sessions.all() if one.visit_id and _is_ahead(one)}


def _same_day(course: Course, others: Iterable[Course], around: Surroundings, day: date | None) -> Iterable[GivenDose]:
    """What other courses are booked to give in another visit of the same day."""
    for other in others:
        if day and not _share_visits(course, other) and day in _Days.of(other, around.today).booked:
            yield from (GivenDose(dose, day) for dose in visit_doses(other, around.recipes[other.pk]))


def _published(course: Course) -> Published | None:
    protocol: Any = course.protocol
    if protocol is None:
        return None
    return Published(
        name=str(protocol),
        total_ml_min=protocol.total_volume_ml_min,
        total_ml_max=protocol.total_volume_ml_max,
        per_point_ml=protocol.volume_per_point_ml,
        sources=tuple(protocol.sources),
    )
