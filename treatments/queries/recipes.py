"""Recipes for pages, each in a stated number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from treatments.domain.composition import Composition, composition_of
from treatments.domain.rule_rows import dose_limits
from treatments.models import Ingredient, RecipeLine, RecipeVersion
from treatments.rules.doses import WorkedLine, WorkedRecipe
from treatments.rules.errors import DoseError
from treatments.rules.facts import DoseLimit
from treatments.rules.limits import LimitShare, limit_shares


def recipe_list(*, state: str = "", concern: str = "", search: str = "") -> QuerySet[RecipeVersion]:
    """Return the newest version of each recipe (of those in `state`, if given), with `plan_count`. One query."""
    versions = RecipeVersion.objects.masters()
    versions = versions.filter(state=state) if state else versions
    newer = versions.filter(recipe=OuterRef("recipe"), number__gt=OuterRef("number"))
    found = versions.filter(~Exists(newer)).select_related("recipe__concern", "author", "approved_by")
    found = found.annotate(plan_count=Count("recipe__versions__courses__plan", distinct=True))
    if concern:
        found = found.filter(recipe__concern__key=concern)
    if search:
        inside = RecipeLine.objects.filter(version=OuterRef("pk"), ingredient__name__icontains=search)
        found = found.filter(Q(recipe__name__icontains=search) | Exists(inside))
    return found.order_by("recipe__concern__order", "recipe__name", "-number")


@dataclass(frozen=True)
class WorkedRow:
    """One line as a page shows it: worked out, with its ingredient and its share of the limit (1 = all)."""

    line: WorkedLine
    ingredient: Ingredient
    share: LimitShare | None


@dataclass(frozen=True)
class Worked:
    """A composition as a page shows it. `error` says why it cannot be worked out, else it is empty."""

    recipe: WorkedRecipe | None = None
    rows: tuple[WorkedRow, ...] = ()
    error: str = ""

    @property
    def diluent(self) -> str:
        """What fills up the rest, in words."""
        known = {str(value): str(word) for value, word in RecipeVersion.Diluent.choices}
        return known.get(self.recipe.diluent, "") if self.recipe else ""


def worked_out(
    composition: Composition,
    *,
    worked: WorkedRecipe | None = None,
    weight_kg: Decimal | None = None,
    limits: Iterable[DoseLimit] = (),
) -> Worked:
    """Return the composition worked out for a page, with each ingredient's share of its limit. No query."""
    try:
        worked = worked or composition.work_out(weight_kg=weight_kg)
    except DoseError as error:
        return Worked(error=error.sentence)
    shares = {
        key: share for share in limit_shares(worked, limits, weight_kg=weight_kg) for key in share.limit.ingredients
    }
    rows = tuple(
        WorkedRow(line, entry, shares.get(line.ingredient))
        for line, entry in zip(worked.lines, composition.ingredients, strict=True)
    )
    return Worked(worked, rows)


def version_page(version: RecipeVersion, *, weight_kg: Decimal | None = None) -> Worked:
    """Return a version worked out. Four queries: its lines with what is published, the limits."""
    return worked_out(composition_of(with_lines(version)), weight_kg=weight_kg, limits=dose_limits())


def with_lines(version: RecipeVersion) -> RecipeVersion:
    """Bring the lines at hand, with their ingredients and what is published of them. Three queries."""
    lines = RecipeLine.objects.select_related("ingredient").prefetch_related(
        "ingredient__strengths", "ingredient__doses"
    )
    prefetch_related_objects([version], Prefetch("lines", queryset=lines))
    return version


def versions_of(version: RecipeVersion) -> QuerySet[RecipeVersion]:
    """Return all master versions of the same recipe, newest first. One query."""
    return version.recipe.versions.masters().select_related("author", "approved_by").order_by("-number")
