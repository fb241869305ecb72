"""The courses of a draft plan: what is treated, with what, how often."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.domain import audit
from clinic.practice.models import User
from treatments.domain.composition import Composition, composition_of
from treatments.domain.content import set_apart
from treatments.domain.course_changes import begin_course_change, changed
from treatments.domain.course_checks import refuse_impossible, refuse_phases
from treatments.domain.dates import phase_of, phase_rows
from treatments.domain.published import published_pace, published_phases
from treatments.domain.recipes import freeze, refuse_unoffered, vary_for_patient
from treatments.domain.screening import screen_plan
from treatments.domain.undo import begin_change
from treatments.models import (
    Concern,
    Course,
    CoursePhase,
    Ingredient,
    Plan,
    Protocol,
    RecipeState,
    RecipeVersion,
    Zone,
)

CHANGEABLE = frozenset(
    {
        "technique",
        "depth_mm",
        "needle",
        "sessions_planned",
        "interval_min_days",
        "interval_days",
        "interval_max_days",
        "starts_on",
        "volume_ml",
        "price",
        "results_after_weeks",
    }
)


@transaction.atomic
def add_course(
    *,
    plan: Plan,
    concern: Concern,
    protocol: Protocol | None = None,
    recipe_version: RecipeVersion | None = None,
    edition: int | None = None,
    by: User,
) -> Course:
    """Return a new course of a draft plan, with what its protocol publishes; what is not published stays empty.

    Raises Refusal for a protocol or recipe that is not offered, or a plan that is no draft.
    """
    begin_change(plan, edition=edition, what=_("Added: %(course)s") % {"course": concern}, by=by)
    _refuse_protocol(protocol, concern)
    course = Course(plan=plan, concern=concern, protocol=protocol, **published_pace(protocol))
    course.order = (plan.courses.aggregate(last=Max("order"))["last"] or 0) + 1
    course.recipe_version = usable(recipe_version)
    course.save()
    CoursePhase.objects.bulk_create(phase_rows(course, published_phases(protocol)))
    return changed("course.add", course, by)


@transaction.atomic
def change_course(
    *,
    course: Course,
    edition: int | None = None,
    zones: Iterable[Zone] | None = None,
    recipe_version: RecipeVersion | None = None,
    composition: Composition | None = None,
    by: User,
    **changes: Any,
) -> Course:
    """Change a course of a draft plan. `changes`: technique, depth_mm (mm), needle, sessions_planned, the three
    intervals (days), starts_on, volume_ml (mL a session), price (a session), results_after_weeks.

    `composition` makes a variation for this patient; its master stays as it is. Raises Refusal, naming the field, for
    intervals out of order, numbers that cannot be, amounts that cannot be worked out, an ingredient not offered, or
    (conflict) when somebody was first.
    """
    if unknown := changes.keys() - CHANGEABLE:
        raise TypeError(f"not changeable: {', '.join(sorted(unknown))}")
    begin_course_change(course, edition=edition, what=_("Changed: %(course)s"), by=by)
    for name, value in changes.items():
        setattr(course, name, value)
    refuse_impossible(course)
    refuse_phases(course.sessions_planned, [phase_of(row) for row in course.phases.all()])
    if recipe_version is not None and recipe_version != course.recipe_version:
        course.recipe_version = usable(recipe_version)
    if composition is not None:
        course.recipe_version = _varied(course, composition, by)
    course.save(update_fields=[*changes, "recipe_version"])
    if zones is not None:
        course.zones.set(zones)
    return changed("course.change", course, by)


@transaction.atomic
def remove_course(*, course: Course, edition: int | None = None, by: User) -> Plan:
    """Take a course out of a draft plan. Raises Refusal once the plan is proposed."""
    plan = course.plan
    begin_course_change(course, edition=edition, what=_("Taken out: %(course)s"), by=by)
    audit.record(verb="course.remove", about=plan.key, by=by, location=plan.location)
    course.delete()
    screen_plan(plan=plan, by=by)
    return plan


@transaction.atomic
def move_course(*, course: Course, to: int, edition: int | None = None, by: User) -> Plan:
    """Put the course of a draft plan at place `to` (from 1); the others keep their order. Raises Refusal outside."""
    plan = course.plan
    begin_course_change(course, edition=edition, what=_("Moved: %(course)s"), by=by)
    places = [row for row in plan.courses.order_by("order") if row.pk != course.pk]
    if not 1 <= to <= len(places) + 1:
        raise Refusal(_("There is no such place in this plan."), field="to")
    places.insert(to - 1, course)
    set_apart(plan)
    for place, row in enumerate(places, start=1):
        Course.objects.filter(pk=row.pk).update(order=place)
    course.order = to
    changed("course.move", course, by, screened=False)
    return plan


@transaction.atomic
def repeat(*, course: Course, times: int, weeks: int, edition: int | None = None, by: User) -> Course:
    """Make the first series `times` sessions, one every so many `weeks`. A shortest or longest interval that no longer
    lies on its side of these moves to them. Raises Refusal outside 1–40 times, 1–52 weeks.
    """
    if not 1 <= weeks <= 52:
        raise Refusal(_("Choose 1 to 52 weeks."), field="weeks")
    days, least, most = weeks * 7, course.interval_min_days, course.interval_max_days
    pace: dict[str, Any] = {
        "interval_min_days": days if least is None else min(least, days),
        "interval_days": days,
        "interval_max_days": days if most is None else max(most, days),
    }
    return change_course(course=course, edition=edition, sessions_planned=times, by=by, **pace)


def _refuse_protocol(protocol: Protocol | None, concern: Concern) -> None:
    if protocol is None:
        return
    if protocol.concern_id != concern.pk:
        raise Refusal(_("This protocol is for another concern."), field="protocol")
    if not protocol.is_offered:
        raise Refusal(_("This protocol has not been approved for patients."), field="protocol")


def usable(version: RecipeVersion | None) -> RecipeVersion | None:
    """Return the version frozen, if a plan may start from it. Raises Refusal for one that is not offered."""
    if version is None:
        return None
    if version.variation_of_id or version.state != RecipeState.APPROVED:
        raise Refusal(_("This recipe has not been approved for patients."), field="recipe_version")
    refuse_unoffered(Ingredient.objects.filter(recipe_lines__version=version))
    return freeze(version=version)


def _varied(course: Course, composition: Composition, by: User) -> RecipeVersion:
    version = course.recipe_version
    if version is None:
        raise Refusal(_("Choose a recipe first."), field="recipe_version")
    if composition == composition_of(version):
        return version
    return vary_for_patient(version=version, composition=composition, by=by)
