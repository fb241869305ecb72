"""The catalogue for pages, each in a stated number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Count, Q, QuerySet
from django.utils.text import capfirst

from treatments.catalogue.kinds import KINDS, Kind
from treatments.models import (
    CatalogueEntry,
    DoseLimit,
    DrugInteraction,
    Incompatibility,
    Ingredient,
    Protocol,
    Recipe,
    Source,
)
from treatments.models.catalogue.base import EntryQuerySet
from treatments.models.catalogue.facts import facts_of

REVIEWED = tuple(kind for kind in KINDS if issubclass(kind.model, CatalogueEntry))
SHOWN_ELSEWHERE = {"key", "sources", "status", "confidence", "verification"}


@dataclass(frozen=True)
class Shelf:
    """One kind of the catalogue on its index: how many entries, how many wait for the medical director."""

    file: str
    name: str
    total: int
    waiting: int
    news: int


def shelves() -> list[Shelf]:
    """Return every kind that a director approves. One query each, twenty-odd in all, however many entries."""
    return [_shelf(kind) for kind in REVIEWED]


def _shelf(kind: Kind) -> Shelf:
    counts = entries_of(kind).aggregate(
        total=Count("pk"),
        waiting=Count("pk", filter=Q(approved_at__isnull=True)),
        news=Count("pk", filter=~Q(pending={})),
    )
    return Shelf(kind.file, name_of(kind), **counts)


def entries_of(kind: Kind) -> EntryQuerySet:
    """Return the entries of one of the kinds that a director approves."""
    return cast(EntryQuerySet, kind.model._default_manager.all())


def name_of(kind: Kind) -> str:
    return str(capfirst(kind.model._meta.verbose_name_plural))


@dataclass(frozen=True)
class Leaf:
    """An entry to read before it is approved: what it says, field by field, and what waits for it."""

    entry: CatalogueEntry
    facts: list[tuple[str, Any]]
    news: list[tuple[str, Any]]


def leaves(kind: Kind) -> list[Leaf]:
    """Return every entry of a kind with all its facts. At most seven queries, however many entries."""
    fields = [name for name in kind.spec.model_fields if name not in SHOWN_ELSEWHERE]
    columns = {name: kind.model._meta.get_field(name) for name in fields}
    joined = [name for name, field in columns.items() if field.many_to_one]
    many = [name for name, field in columns.items() if field.many_to_many or field.one_to_many]
    rows = entries_of(kind).select_related("approved_by", *joined).prefetch_related(*many)
    return [Leaf(row, _words(facts_of(row, fields)), _words(row.pending)) for row in rows]


def _words(facts: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(capfirst(name.replace("_", " ")), value) for name, value in facts.items() if value not in EMPTY]


EMPTY: tuple[Any, ...] = (None, "", [], {}, False)


def ingredient_list(*, search: str = "", kind: str = "", concern: str = "", status: str = "") -> QuerySet[Ingredient]:
    """Return the ingredients that match, with their concerns. Two queries."""
    found = Ingredient.objects.prefetch_related("concerns").order_by("name")
    if search:
        found = found.filter(Q(name__icontains=search) | Q(inn__icontains=search) | Q(codes__cas=search))
    wanted = {"ingredient_class": kind, "concerns__key": concern, "status": status}
    return found.filter(**{field: value for field, value in wanted.items() if value})


@dataclass(frozen=True)
class IngredientPage:
    """Everything the catalogue knows of one ingredient, and who uses it."""

    ingredient: Ingredient
    limits: list[DoseLimit]
    interactions: list[DrugInteraction]
    incompatibilities: list[Incompatibility]
    protocols: list[Protocol]
    recipes: list[Recipe]
    sources: list[Source]


def ingredient_page(key: str) -> IngredientPage:
    """Return one ingredient's page. Fourteen queries. Raises Ingredient.DoesNotExist."""
    related = ("concerns", "strengths", "doses", "allergy_groups", "possible_allergy_groups", "rules", "notes")
    ingredient = Ingredient.objects.select_related("approved_by").prefetch_related(*related).get(key=key)
    of_it = Q(a_ingredients=ingredient) | Q(b_ingredients=ingredient)
    page = {
        "limits": list(ingredient.dose_limits.in_force()),
        "interactions": list(ingredient.drug_interactions.in_force()),
        "incompatibilities": list(Incompatibility.objects.in_force().filter(of_it).distinct()),
        "protocols": list(ingredient.protocols.select_related("concern")),
    }
    recipes = list(Recipe.objects.filter(versions__lines__ingredient=ingredient).distinct())
    cited = [*ingredient.strengths.all(), *ingredient.doses.all(), *(row for rows in page.values() for row in rows)]
    return IngredientPage(ingredient, recipes=recipes, sources=_sources([ingredient, *cited]), **page)


def _sources(entries: Iterable[Any]) -> list[Source]:
    return list(Source.objects.cited_by(*entries).order_by("title"))
