"""A plan's courses as plain data, keys and numbers only, and back: what undo, templates and previews are made of."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from treatments.domain.content_rows import (
    CREAM,
    KEYED,
    NUMBERS,
    PHASE,
    RATING,
    REVIEW,
    Known,
    fill_course,
    known_rows,
    put_children,
)
from treatments.models import Assessment, Course, Plan
from treatments.models.catalogue.facts import plain

Content = dict[str, Any]

APART = 10_000  # a place far behind all others, where orders wait while they are dealt out again


def content_of(plan: Plan) -> Content:
    """Return the plan's courses in order, as JSON takes them. Six queries, however many courses.

    `{"courses": [{"uuid", "concern", "protocol", "technique", "recipe", "zones", …numbers, "rides_with", "phases",
    "reviews", "topical", "assessments"}]}`: catalogue entries by key, recipe versions and courses by UUID, decimals as
    text, days as ISO dates, None for what is not chosen.
    """
    rows = plan.courses.select_related(
        "concern", "protocol", "technique", "recipe_version", "rides_with", "topical__ingredient"
    ).prefetch_related("zones", "phases", "reviews", "assessments__scale")
    return {"courses": [_told(course) for course in rows.order_by("order")]}


@transaction.atomic
def put_content(*, plan: Plan, content: Content) -> list[Course]:
    """Make the plan's courses what `content` says, and return them. Courses known by their UUID stay the same rows.

    Called by a verb that holds the plan's claim. Raises Refusal for a key that is not in the catalogue, a number that
    cannot be, or data that is no content. What was rated stands: ratings are only brought back with a course that had
    gone.
    """
    told = courses_told(content)
    known = known_rows(told)
    mine = {str(course.uuid): course for course in plan.courses.all()}
    kept = {str(entry.get("uuid")) for entry in told}
    plan.courses.filter(uuid__in=[UUID(key) for key in mine if key not in kept]).delete()
    set_apart(plan)
    made = [_put(entry, mine.get(str(entry.get("uuid"))), plan, place, known) for place, entry in enumerate(told, 1)]
    _join(made, told)
    return made


def courses_told(content: Any) -> list[Content]:
    """Return the courses of a content. Raises Refusal for data that is none."""
    told = content.get("courses") if isinstance(content, dict) else None
    if not isinstance(told, list) or not all(isinstance(entry, dict) for entry in told):
        raise Refusal(_("These are not the courses of a plan."), code="content")
    return told


def set_apart(plan: Plan) -> None:
    """Set the places of all courses aside, so that each can be dealt out again without meeting another."""
    for number, pk in enumerate(plan.courses.order_by("order").values_list("pk", flat=True)):
        Course.objects.filter(pk=pk).update(order=APART + number)


def _put(entry: Content, course: Course | None, plan: Plan, place: int, known: Known) -> Course:
    new = course is None
    course = course or Course(plan=plan, **_name_of(entry))
    course.plan, course.order, course.rides_with = plan, place, None
    fill_course(course, entry, known)
    course.save()
    put_children(course, entry, known, with_ratings=new)
    return course


def _name_of(entry: Content) -> dict[str, UUID]:
    """The UUID a course had, if no other plan's course bears it now."""
    try:
        uuid = UUID(str(entry.get("uuid")))
    except ValueError:
        return {}
    return {} if Course.objects.filter(uuid=uuid).exists() else {"uuid": uuid}


def _join(made: list[Course], told: list[Content]) -> None:
    """Let the courses ride with those their content names, if they are there. Raises Refusal for a chain."""
    places = {entry["uuid"]: course for entry, course in zip(told, made, strict=True) if entry.get("uuid")}
    riders = {course.pk: places.get(entry.get("rides_with")) for entry, course in zip(told, made, strict=True)}
    for course in made:
        if (host := riders[course.pk]) is None:
            continue
        if riders[host.pk] is not None:
            raise Refusal(_("A course that others ride with does not itself ride with another."), code="content")
        course.rides_with = host
        course.save(update_fields=["rides_with"])


def _told(course: Course) -> Content:
    version, host, cream = course.recipe_version, course.rides_with, getattr(course, "topical", None)
    return {
        "uuid": str(course.uuid),
        **{name: _key(getattr(course, name)) for name in KEYED},
        "recipe": str(version.uuid) if version else None,
        "zones": sorted(zone.key for zone in course.zones.all()),
        **_values(course, NUMBERS),
        "rides_with": str(host.uuid) if host else None,
        "phases": [_values(row, PHASE) for row in course.phases.all()],
        "reviews": [_values(row, REVIEW) for row in course.reviews.all()],
        "topical": {"ingredient": cream.ingredient.key, **_values(cream, CREAM)} if cream else None,
        "assessments": [_rating(row) for row in course.assessments.all()],
    }


def _rating(row: Assessment) -> Content:
    return {"scale": _key(row.scale), **_values(row, RATING), "by": row.by_id, "at": row.at.isoformat()}


def _values(row: Any, names: Iterable[str]) -> Content:
    return {name: _as_json(getattr(row, name)) for name in names}


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else plain(value)


def _key(entry: Any) -> str | None:
    return entry.key if entry else None
