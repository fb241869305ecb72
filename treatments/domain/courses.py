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
from treatments.domain.plans import claim
from treatments.domain.recipes import freeze, refuse_unoffered, vary_for_patient
from treatments.domain.screening import screen_plan
from treatments.models import (
    Concern,
    Course,
    Ingredient,
    Plan,
    PlanState,
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
    claim(plan, edition=edition, states=[PlanState.DRAFT])
    _refuse_protocol(protocol, concern)
    course = Course(plan=plan, concern=concern, protocol=protocol, **published_pace(protocol))
    course.order = (plan.courses.aggregate(last=Max("order"))["last"] or 0) + 1
    course.recipe_version = _usable(recipe_version)
    course.save()
    return _changed("course.add", course, by)


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
    intervals (days), starts_on.

    `composition` makes a variation for this patient; its master stays as it is. Raises Refusal, naming the field, for
    intervals out of order, amounts that cannot be worked out, an ingredient not offered, or (conflict) when somebody
    was first.
    """
    if unknown := changes.keys() - CHANGEABLE:
        raise TypeError(f"not changeable: {', '.join(sorted(unknown))}")
    claim(course.plan, edition=edition, states=[PlanState.DRAFT])
    for name, value in changes.items():
        setattr(course, name, value)
    _refuse_disorder(course)
    if recipe_version is not None and recipe_version != course.recipe_version:
        course.recipe_version = _usable(recipe_version)
    if composition is not None:
        course.recipe_version = _varied(course, composition, by)
    course.save(update_fields=[*changes, "recipe_version"])
    if zones is not None:
        course.zones.set(zones)
    return _changed("course.change", course, by)


@transaction.atomic
def remove_course(*, course: Course, edition: int | None = None, by: User) -> Plan:
    """Take a course out of a draft plan. Raises Refusal once the plan is proposed."""
    plan = course.plan
    claim(plan, edition=edition, states=[PlanState.DRAFT])
    audit.record(verb="course.remove", about=plan.key, by=by, location=plan.location)
    course.delete()
    screen_plan(plan=plan, by=by)
    return plan


def published_pace(protocol: Protocol | None) -> dict[str, Any]:
    """Return what the protocol publishes of sessions, intervals, technique; None where it does not say."""
    if protocol is None:
        return {}
    return {
        "technique": protocol.technique,
        "needle": protocol.needle[:80],
        "sessions_planned": protocol.sessions_min,
        "interval_min_days": protocol.interval_days_min,
        "interval_days": protocol.interval_days_ideal or _only(protocol),
        "interval_max_days": protocol.interval_days_max,
    }


def _only(protocol: Protocol) -> int | None:
    """The ideal where shortest and longest are published as one number."""
    return protocol.interval_days_min if protocol.interval_days_min == protocol.interval_days_max else None


def _refuse_protocol(protocol: Protocol | None, concern: Concern) -> None:
    if protocol is None:
        return
    if protocol.concern_id != concern.pk:
        raise Refusal(_("This protocol is for another concern."), field="protocol")
    if not protocol.is_offered:
        raise Refusal(_("This protocol has not been approved for patients."), field="protocol")


def _usable(version: RecipeVersion | None) -> RecipeVersion | None:
    """Return the version frozen, if a plan may start from it."""
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


def _refuse_disorder(course: Course) -> None:
    days = (course.interval_min_days, course.interval_days, course.interval_max_days)
    chosen = [day for day in days if day is not None]
    if chosen and min(chosen) < 1:
        raise Refusal(_("An interval is at least one day."), field="interval_days")
    if chosen != sorted(chosen):
        raise Refusal(_("The ideal interval lies between the shortest and the longest."), field="interval_days")


def _changed(verb: str, course: Course, by: User) -> Course:
    plan = course.plan
    audit.record(
        verb=verb,
        about=plan.key,
        by=by,
        location=plan.location,
        details={"course": course.order, "edition": plan.edition},
    )
    screen_plan(plan=plan, by=by)
    return course
