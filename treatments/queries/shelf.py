"""What a cocktail can be made of, with what is published of each."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from treatments.domain.composition import Composition
from treatments.models import Ingredient, IngredientClass, Product, Status


@dataclass(frozen=True)
class Shelf:
    """The ingredients and products that may be chosen, by primary key and grouped for a list."""

    by_pk: dict[str, Ingredient]
    products: dict[str, Product] = field(default_factory=dict)

    @property
    def choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Groups of (key, name) in the order of their class."""
        entries = sorted(self.by_pk.values(), key=lambda entry: (entry.ingredient_class, entry.name.casefold()))
        return [
            (str(IngredientClass(kind).label), [(str(entry.pk), _label(entry)) for entry in group])
            for kind, group in groupby(entries, key=lambda entry: entry.ingredient_class)
        ]

    @property
    def product_choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Groups of (key, name) under the name of the ingredient they hold."""

        def holds(product: Product) -> str:
            return product.ingredient.name

        entries = sorted(self.products.values(), key=lambda entry: (holds(entry).casefold(), entry.name.casefold()))
        return [
            (name, [(str(entry.pk), _label(entry)) for entry in group]) for name, group in groupby(entries, key=holds)
        ]

    def with_what_is_in(self, composition: Composition) -> "Shelf":
        """The shelf with what a composition already holds: it may stay there whatever became of it."""
        return replace(
            self,
            by_pk=_by_pk(composition.ingredients) | self.by_pk,
            products=_by_pk(composition.products) | self.products,
        )


def shelf(*, only_offered: bool = False) -> Shelf:
    """Return the ingredients with their published strengths and doses, and the products. Four queries.

    `only_offered`: those that may reach a patient now. Else also those waiting for approval: a recipe may be drafted
    before its ingredients are approved. Blocked and reference entries are never on it.
    """
    found = _choosable(Ingredient, only_offered).select_related(None).prefetch_related("strengths", "doses")
    products = _choosable(Product, only_offered).select_related("ingredient")
    return Shelf(_by_pk(found), _by_pk(products))


USABLE = (Status.CANDIDATE, Status.RESTRICTED)


def _choosable(model: Any, only_offered: bool) -> Any:
    return model.objects.offered() if only_offered else model.objects.filter(status__in=USABLE)


def _by_pk(entries: Iterable[Any]) -> dict[str, Any]:
    return {str(entry.pk): entry for entry in entries}


def _label(entry: Ingredient | Product) -> str:
    return entry.name if entry.is_approved else f"{entry.name} (not yet approved)"
