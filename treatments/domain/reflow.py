"""Another first day for a course: the others keep their dates, or flow along. Shown before it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.models import User
from treatments.domain.course_changes import changed
from treatments.domain.dates import dated, in_order
from treatments.domain.plans import claim
from treatments.domain.schedule import reckon_windows
from treatments.domain.undo import begin_change
from treatments.models import Course, PlanState

UNDER_WAY = (PlanState.ACCEPTED, PlanState.ACTIVE)


@dataclass(frozen=True)
class Moved:
    """A session whose best day becomes another."""

    course: Course
    number: int
    was: date
    now: date


def preview_reflow(*, course: Course, starts_on: date, together: bool = True) -> tuple[Moved, ...]:
    """Return what moves, from which day to which, if the course's first session is from `starts_on`. Changes nothing.

    `together`: the plan's other courses move by as many days; else they keep their dates. Sessions that are booked or
    given stay, and so does what is reckoned from them.
    """
    courses = _courses(course)
    return _moved(courses, _starts(course, courses, starts_on, together), _today(course))


@transaction.atomic
def reflow(
    *, course: Course, starts_on: date, together: bool = True, edition: int | None = None, by: User
) -> tuple[Moved, ...]:
    """Do what `preview_reflow` shows and return it; of an accepted plan, reckon the windows of unbooked sessions anew.

    Raises Refusal for a plan that is proposed or closed, and when nothing would move.
    """
    plan = course.plan
    if plan.state in UNDER_WAY:
        claim(plan, edition=edition, states=UNDER_WAY)
    else:
        begin_change(plan, edition=edition, what=_("Dates: %(course)s") % {"course": course.concern}, by=by)
    courses = _courses(course)
    starts = _starts(course, courses, starts_on, together)
    moved = _moved(courses, starts, _today(course))
    if not moved:
        raise Refusal(_("Nothing would move: what is booked or given keeps its day."), field="starts_on")
    for row in in_order(courses):
        if row.pk in starts:
            Course.objects.filter(pk=row.pk).update(starts_on=starts[row.pk])
    if plan.state in UNDER_WAY:
        for row in in_order(_courses(course)):
            reckon_windows(course=row)
    course.starts_on = starts[course.pk]
    changed("course.reflow", course, by, screened=False)
    return moved


def _courses(course: Course) -> list[Course]:
    rows = course.plan.courses.select_related("concern", "plan__location", "rides_with")
    return list(rows.prefetch_related("phases", "reviews", "sessions__visit").order_by("order"))


def _today(course: Course) -> date:
    return timezone.localdate(timezone=course.plan.location.tzinfo)


def _starts(course: Course, courses: list[Course], starts_on: date, together: bool) -> dict[int, date]:
    """The first day of each course that gets another; a course without one of its own goes with the day or its host."""
    was = next((row.starts_on for row in courses if row.pk == course.pk), None) or _today(course)
    others = {row.pk: row.starts_on for row in courses if row.starts_on} if together else {}
    return {pk: day + (starts_on - was) for pk, day in others.items()} | {course.pk: starts_on}


def _moved(courses: list[Course], starts: Mapping[int, date], today: date) -> tuple[Moved, ...]:
    before, after = dated(courses, today=today), dated(courses, today=today, starts=starts)
    return tuple(
        Moved(course, was.number, was.day, now.day)
        for course in courses
        for was, now in zip(before[course.pk].sessions, after[course.pk].sessions, strict=True)
        if was.day != now.day
    )
