"""Recipes for pages, each in a stated number of queries."""

from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from treatments.domain.composition import composition_of
from treatments.models import RecipeLine, RecipeVersion
from treatments.queries.worked import Worked, worked_for_page


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


def version_page(version: RecipeVersion, *, weight_kg: Decimal | None = None) -> Worked:
    """Return a version worked out. Six queries: its lines with what is published, the limits, the sources."""
    return worked_for_page(composition_of(with_lines(version)), weight_kg=weight_kg)


def with_lines(version: RecipeVersion) -> RecipeVersion:
    """Bring the lines at hand, with their ingredients and what is published of them. Three queries."""
    lines = RecipeLine.objects.prefetch_related("ingredient__strengths", "ingredient__doses")
    prefetch_related_objects([version], Prefetch("lines", queryset=lines))
    return version


def versions_of(version: RecipeVersion) -> QuerySet[RecipeVersion]:
    """Return all master versions of the same recipe, newest first. One query."""
    return version.recipe.versions.masters().select_related("author", "approved_by").order_by("-number")
