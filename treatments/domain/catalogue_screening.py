"""A decision on the catalogue reaches the plans at once: whom it concerns is screened anew in its transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from clinic.practice.models import User
from treatments.domain.rule_rows import one_reading
from treatments.domain.screening import screen_plan
from treatments.models import Plan
from treatments.models.catalogue import (
    AllergyGroup,
    AskedCondition,
    CatalogueEntry,
    Contraindication,
    DrugInteraction,
    Incompatibility,
    Ingredient,
    MedicineGroup,
    Product,
    Protocol,
    Technique,
)

FOR_EVERYBODY = (AllergyGroup, AskedCondition, Contraindication, MedicineGroup)


@dataclass(frozen=True)
class Reach:
    """Which open plans an entry speaks to: all of them, or those with these ingredients, products, ways to inject."""

    everybody: bool = False
    ingredients: frozenset[int] = frozenset()
    others: tuple[tuple[str, int], ...] = ()

    def __or__(self, other: "Reach") -> "Reach":
        return Reach(
            self.everybody or other.everybody, self.ingredients | other.ingredients, self.others + other.others
        )


def reach_of(entries: Iterable[CatalogueEntry]) -> Reach:
    """Return whom these entries concern, as they stand. A query or two for an entry that names several ingredients."""
    reach = Reach()
    for entry in entries:
        reach |= _reach(entry)
    return reach


def protects(entry: CatalogueEntry) -> bool:
    """Tell whether an entry is a rule: in force unless blocked, so that its approval changes nothing for a plan."""
    return not isinstance(entry, Ingredient | Product | Protocol | Technique)


def screen_anew(reach: Reach, *, by: User) -> int:
    """Screen the open plans within reach and return how many. Must run in the transaction of the decision."""
    if reach == Reach():
        return 0
    plans = list(_plans(reach).select_related("location"))
    if plans:
        with one_reading():
            for plan in plans:
                screen_plan(plan=plan, by=by)
    return len(plans)


def _reach(entry: Any) -> Reach:
    match entry:
        case Ingredient():
            return Reach(ingredients=frozenset({entry.pk}))
        case Product():
            return Reach(others=(("courses__recipe_version__lines__shelf_product", entry.pk),))
        case Protocol():
            return Reach(others=(("courses__protocol", entry.pk),))
        case Technique():
            return Reach(others=(("courses__technique", entry.pk),))
        case Incompatibility():
            named = _keys(entry.a_ingredients) | _keys(entry.b_ingredients)
            return Reach(everybody=not named, ingredients=named)
        case DrugInteraction():
            return Reach(everybody=entry.all_injections, ingredients=_keys(entry.ingredients))
        case _ if isinstance(entry, FOR_EVERYBODY):
            return Reach(everybody=True)
    of_one = getattr(entry, "ingredient_id", None)
    return Reach(ingredients=frozenset({of_one})) if of_one else Reach()


def _keys(related: Any) -> frozenset[int]:
    return frozenset(related.values_list("pk", flat=True))


def _plans(reach: Reach) -> Any:
    plans = Plan.objects.open()
    if reach.everybody:
        return plans
    within = Q(courses__recipe_version__lines__ingredient__in=reach.ingredients)
    within |= Q(courses__topical__ingredient__in=reach.ingredients)
    for path, key in reach.others:
        within |= Q(**{path: key})
    return plans.filter(pk__in=Plan.objects.filter(within).values("pk"))
