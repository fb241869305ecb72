"""What the printed plan and estimate say to the patient: what, where, how often, when, price, results expected."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.practice.models import Practice
from treatments.domain.dates import outline_of
from treatments.models import Course, CoursePhase, Ingredient, Plan, PlanState
from treatments.queries.plans import CourseShown, courses_of
from treatments.queries.timeline import PlanTimeline, timeline_of
from treatments.queries.totals import totals_of
from treatments.rules.schedule import Outline, Pace

WEEK = 7


@dataclass(frozen=True)
class PaperCourse:
    """One course as a patient reads it. `price` is of all its sessions; None where no price is set."""

    name: str
    recipe: str
    ingredients: tuple[str, ...]
    cream: str
    zones: tuple[str, ...]
    technique: str
    pace: tuple[str, ...]
    shares_with: str
    results_on: date | None
    sessions: int
    each: Decimal | None
    price: Decimal | None


def plan_paper(plan: Plan, *, today: date) -> dict[str, Any]:
    """Return what the paper shows of `plan`. Eleven queries, however many courses and sessions."""
    shown = courses_of(plan, weight_kg=None)
    line = timeline_of(plan, today=today, courses=[one.course for one in shown])
    names = _names(shown)
    return {
        "practice": Practice.objects.first(),
        "location": plan.location,
        "plan": plan,
        "patient": plan.patient,
        "today": today,
        "agreed": plan.state in (PlanState.ACCEPTED, PlanState.ACTIVE, PlanState.COMPLETED),
        "is_draft": plan.state == PlanState.DRAFT,
        "stopped": plan.state == PlanState.STOPPED,
        "courses": [_course(one, line, names) for one in shown],
        "days": [(stop.day, [(mark, names[mark.course.pk]) for mark in stop.marks]) for stop in line.stops],
        "several": len(shown) > 1,
        "totals": totals_of(shown, line.courses),
    }


def ingredients_of(plan: Plan) -> QuerySet[Ingredient]:
    """Return every ingredient that the plan would bring into a patient: its recipes' and its creams'. One query."""
    in_recipes = Q(recipe_lines__version__courses__plan=plan)
    in_creams = Q(pk__in=plan.courses.values("topical__ingredient"))
    return Ingredient.objects.filter(in_recipes | in_creams).distinct()


def _names(shown: Sequence[CourseShown]) -> dict[int, str]:
    """What each course is called: its concern, with its recipe where several are for one."""
    concerns = Counter(one.course.concern_id for one in shown)
    return {one.course.pk: _name(one.course, several=concerns[one.course.concern_id] > 1) for one in shown}


def _name(course: Course, *, several: bool) -> str:
    version = course.recipe_version
    return f"{course.concern} ({version.recipe.name})" if several and version else str(course.concern)


def _course(shown: CourseShown, line: PlanTimeline, names: dict[int, str]) -> PaperCourse:
    course, version = shown.course, shown.course.recipe_version
    outline = outline_of(course)
    cream = getattr(course, "topical", None)
    lines = version.lines.all() if version else ()
    return PaperCourse(
        name=names[course.pk],
        recipe=version.recipe.name if version else "",
        ingredients=tuple(row.ingredient.name for row in lines),
        cream=cream.ingredient.name if cream else "",
        zones=tuple(zone.name for zone in course.zones.all()),
        technique=str(course.technique or ""),
        pace=tuple(pace_in_words(outline)),
        shares_with=names.get(course.rides_with_id or 0, ""),
        results_on=line.courses[course.pk].results_on,
        sessions=outline.total,
        each=course.price,
        price=course.price * outline.total if course.price is not None else None,
    )


def pace_in_words(outline: Outline) -> list[str]:
    """Return how often somebody comes: the first series, then each phase."""
    kinds = {str(value): str(word) for value, word in CoursePhase.Kind.choices}
    said = [_sessions(outline.sessions, outline.pace if outline.sessions > 1 else None)] if outline.sessions else []
    later = _("then %(kind)s: %(sessions)s")
    return said + [
        later % {"kind": kinds.get(phase.kind, phase.kind), "sessions": _sessions(phase.sessions, phase.pace)}
        for phase in outline.phases
    ]


def _sessions(count: int, pace: Pace | None) -> str:
    sessions = ngettext("%(n)s session", "%(n)s sessions", count) % {"n": count}
    if pace is None:
        return sessions
    every = _every(pace.ideal)
    if pace.shortest == pace.longest:
        return _("%(sessions)s, %(every)s") % {"sessions": sessions, "every": every}
    said = {"sessions": sessions, "every": every, "least": pace.shortest, "most": pace.longest}
    return _("%(sessions)s, best %(every)s (%(least)s to %(most)s days)") % said


def _every(days: int) -> str:
    if days % WEEK:
        return ngettext("every day", "every %(n)s days", days) % {"n": days}
    weeks = days // WEEK
    return ngettext("every week", "every %(n)s weeks", weeks) % {"n": weeks}
