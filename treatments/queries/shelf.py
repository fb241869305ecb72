"""What a cocktail can be made of, with what is published of each."""

from dataclasses import dataclass
from itertools import groupby

from treatments.models import Ingredient, IngredientClass, Status


@dataclass(frozen=True)
class Shelf:
    """The ingredients that may be chosen, by primary key and grouped for a list."""

    by_pk: dict[str, Ingredient]

    @property
    def choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Groups of (key, name) in the order of their class."""
        entries = sorted(self.by_pk.values(), key=lambda entry: (entry.ingredient_class, entry.name.casefold()))
        return [
            (str(IngredientClass(kind).label), [(str(entry.pk), _label(entry)) for entry in group])
            for kind, group in groupby(entries, key=lambda entry: entry.ingredient_class)
        ]


def shelf(*, only_offered: bool = False) -> Shelf:
    """Return the ingredients with their published strengths and doses. Three queries.

    `only_offered`: those that may reach a patient now. Else also those waiting for approval: a recipe may be drafted
    before its ingredients are approved. Blocked and reference entries are never on it.
    """
    entries = Ingredient.objects.offered() if only_offered else Ingredient.objects.filter(status__in=USABLE)
    found = entries.select_related(None).prefetch_related("strengths", "doses")
    return Shelf({str(entry.pk): entry for entry in found})


USABLE = (Status.CANDIDATE, Status.RESTRICTED)


def _label(entry: Ingredient) -> str:
    return entry.name if entry.is_approved else f"{entry.name} (not yet approved)"
