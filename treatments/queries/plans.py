"""Plans for pages, each in a stated number of queries."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from clinic.practice.models import Location
from patients.domain.names import fold
from patients.models import Patient
from treatments.domain import content_words
from treatments.domain.composition import composition_of
from treatments.domain.content import content_of
from treatments.domain.plans import missing_of
from treatments.domain.rule_rows import dose_limits
from treatments.models import (
    Concern,
    Course,
    Finding,
    Ingredient,
    Level,
    Plan,
    Protocol,
    RecipeLine,
    RecipeVersion,
    Session,
    SessionState,
)
from treatments.queries.differences import differences
from treatments.queries.published import Published, published_for
from treatments.queries.worked import Worked, worked_out

GIVEN = (SessionState.ENDED, SessionState.SIGNED)


def plan_list(location: Location, *, state: str = "", search: str = "") -> QuerySet[Plan]:
    """Return the plans of the location's patients with open findings and sessions counted. Two queries a page."""
    found = Plan.objects.at(location).select_related("patient", "clinician").prefetch_related("courses__concern")
    found = found.annotate(
        open_stops=_open(Level.STOP),
        open_decides=_open(Level.DECIDE),
        sessions_all=Count("courses__sessions", filter=~Q(courses__sessions__state="dropped"), distinct=True),
        sessions_given=Count("courses__sessions", filter=Q(courses__sessions__state__in=GIVEN), distinct=True),
    )
    if state:
        found = found.filter(state=state)
    if search:
        found = found.filter(patient__name_folded__contains=fold(search))
    return found.order_by("-created_at", "-pk")


def _open(level: str) -> Any:
    counted = Finding.objects.filter(screening__plan=OuterRef("pk"), level=level).open().order_by()
    number = counted.values("level").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


@dataclass(frozen=True)
class CourseShown:
    """A course as a page shows it: worked out for this patient, its difference from the master, what it lacks."""

    course: Course
    worked: Worked | None
    differences: tuple[str, ...]
    missing: tuple[str, ...]


def courses_of(plan: Plan, *, weight_kg: Decimal | None) -> list[CourseShown]:
    """Return the plan's courses worked out. Fifteen queries, however many courses, lines and sessions."""
    lines = Prefetch("lines", RecipeLine.objects.select_related("ingredient"))
    masters = RecipeVersion.objects.prefetch_related(lines)
    versions = RecipeVersion.objects.select_related("recipe").prefetch_related(lines, Prefetch("variation_of", masters))
    found = plan.courses.select_related("concern", "protocol", "technique", "topical__ingredient").prefetch_related(
        "zones",
        "phases",
        "reviews",
        Prefetch("recipe_version", versions),
        Prefetch("sessions", Session.objects.select_related("visit").order_by("number")),
    )
    limits = dose_limits()
    published = _published(list(found), limits)
    return [_shown(course, weight_kg, limits, published) for course in found]


def _published(courses: list[Course], limits: Any) -> Published:
    versions = [course.recipe_version for course in courses if course.recipe_version]
    ingredients = [line.ingredient for version in versions for line in version.lines.all()]
    return published_for(ingredients, {key for limit in limits for key in limit.sources})


def _shown(course: Course, weight_kg: Decimal | None, limits: Any, published: Published) -> CourseShown:
    version = course.recipe_version
    if version is None:
        return CourseShown(course, None, (), tuple(missing_of(course)))
    composition = composition_of(version)
    worked = worked_out(composition, weight_kg=weight_kg, limits=limits, published=published)
    master = composition_of(version.variation_of) if version.variation_of else composition
    return CourseShown(course, worked, differences(master, composition), tuple(missing_of(course)))


@dataclass(frozen=True)
class Offer:
    """What a course of one concern may start from."""

    protocols: list[Protocol]
    recipes: list[RecipeVersion]


def offer_for(concern: Concern) -> Offer:
    """Return the suggested protocols (offered, not negative) and the approved recipes of the concern. Three queries."""
    withheld = Ingredient.objects.filter(recipe_lines__version=OuterRef("pk")).exclude(
        pk__in=Ingredient.objects.offered()
    )
    recipes = RecipeVersion.objects.offered().filter(recipe__concern=concern).filter(~Exists(withheld))
    return Offer(
        list(Protocol.objects.suggested().filter(concern=concern).select_related("technique")),
        list(
            recipes.select_related("recipe").prefetch_related("lines__ingredient").order_by("recipe__name", "-number")
        ),
    )


def plans_of(patient: Patient) -> QuerySet[Plan]:
    """Return a patient's plans with their courses, newest first. Two queries."""
    return patient.plans.select_related("clinician").prefetch_related("courses__concern")


@dataclass(frozen=True)
class Change:
    """One change of a draft: what, by whom, when, and how the plan differs by it."""

    what: str
    by: Any
    at: Any
    differences: tuple[str, ...]


def changes_since(plan: Plan, edition: int) -> list[Change]:
    """Return the changes of a draft since somebody saw `edition`, earliest first: what a conflict is about.

    Seven queries for the plan as it is now, and one for each kind of entry that a change names.
    """
    rows = list(plan.snapshots.filter(edition__gte=edition).select_related("by").order_by("edition"))
    after = [*(row.content for row in rows[1:]), content_of(plan)] if rows else []
    return [
        Change(row.what, row.by, row.at, tuple(content_words.differences(row.content, then)))
        for row, then in zip(rows, after, strict=True)
    ]
