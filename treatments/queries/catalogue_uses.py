"""What uses an entry of the catalogue, for its page: recipes, plans of this location, other entries."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from clinic.practice.models import Location
from treatments.catalogue.kinds import KINDS
from treatments.domain.catalogue_use import naming, pointing_at
from treatments.models import CatalogueEntry, Course, Ingredient, Plan, Product, Recipe, RecipeLine
from treatments.queries.catalogue_words import Value, address

MOST = 12
ON_AN_INGREDIENTS_PAGE = {
    "AllergyGroup",
    "Incompatibility",
    "DrugInteraction",
    "DoseLimit",
    "IngredientRule",
    "IngredientNote",
}
"""Shown there among what warns of it."""


@dataclass(frozen=True)
class UsedIn:
    """What uses an entry, of one sort: the first few with the way to them."""

    words: str
    values: list[Value]
    more: bool = False


def uses_of(entry: CatalogueEntry, here: Location) -> Iterator[UsedIn]:
    """Yield what uses an entry, sort by sort. One query for each table that may; plans are those of `here`."""
    for rows in pointing_at(entry):
        if not (isinstance(entry, Ingredient) and rows.model.__name__ in ON_AN_INGREDIENTS_PAGE):
            yield from _used_in(rows, here)
    for use in naming(entry):
        yield from _shown(str(capfirst(use.model._meta.verbose_name_plural)), [_entry(row) for row in use.rows])
    if isinstance(entry, Ingredient | Product):
        yield from _shown(_("Plans"), [_plan(plan) for plan in _plans_with(entry, here)[: MOST + 1]])


def _used_in(rows: QuerySet[Any], here: Location) -> Iterator[UsedIn]:
    name = str(capfirst(rows.model._meta.verbose_name_plural))
    if rows.model is Course:
        plans = Plan.objects.at(here).filter(courses__in=rows).select_related("patient").distinct()
        yield from _shown(_("Plans"), [_plan(plan) for plan in plans[: MOST + 1]])
    elif rows.model is RecipeLine:
        lines = rows.select_related("version__recipe").order_by("version__recipe__name", "version__number")
        yield from _shown(_("Recipes"), list(dict.fromkeys(_version(line.version) for line in lines)))
    elif rows.model is Recipe:
        yield from _shown(name, [_recipe(recipe) for recipe in rows[: MOST + 1]])
    elif any(kind.model is rows.model for kind in KINDS):
        yield from _shown(name, [_entry(row) for row in rows[: MOST + 1]])
    elif number := rows.count():
        yield UsedIn(name, [Value(str(number))])


def _shown(words: str, values: list[Value]) -> Iterator[UsedIn]:
    if values:
        yield UsedIn(words, values[:MOST], more=len(values) > MOST)


def _plans_with(entry: Ingredient | Product, here: Location) -> QuerySet[Plan]:
    with_it = Q(ingredient=entry) if isinstance(entry, Ingredient) else Q(shelf_product=entry)
    versions = RecipeLine.objects.filter(with_it).values("version")
    return Plan.objects.at(here).filter(courses__recipe_version__in=versions).select_related("patient").distinct()


def _plan(plan: Plan) -> Value:
    return Value(f"{plan.patient} ({plan.get_state_display()})", reverse("treatments:plan", args=[plan.uuid]))


def _version(version: Any) -> Value:
    words = f"{version} ({version.get_state_display()})"
    return Value(words, reverse("treatments:recipe", args=[version.uuid]))


def _recipe(recipe: Recipe) -> Value:
    return Value(recipe.name, f"{reverse('treatments:recipes')}?{urlencode({'search': recipe.name})}")


def _entry(row: Any) -> Value:
    file = next(kind.file for kind in KINDS if kind.model is type(row))
    return Value(str(row), address(file, row.key))
