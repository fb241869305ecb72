"""What the sources publish of some ingredients, for "why is this safe?"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from treatments.models import Ingredient, PublishedDose, PublishedUnit, Source
from treatments.rules.multiples import PublishedValue
from treatments.rules.units import strength

CONCENTRATIONS = (PublishedUnit.MG_PER_ML, PublishedUnit.PERCENT, PublishedUnit.MICROGRAM_PER_ML)


@dataclass(frozen=True)
class Published:
    """Published final concentrations to compare with, and the sources they cite by key."""

    values: tuple[PublishedValue, ...] = ()
    doses: dict[str, list[PublishedDose]] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anybody looked it up at all."""
        return bool(self.doses)


def published_for(ingredients: Iterable[Ingredient], cited: Iterable[str] = ()) -> Published:
    """Return what is published of these ingredients, with its sources and those `cited` beside. Two queries."""
    keys = {entry.key for entry in ingredients}
    doses: dict[str, list[PublishedDose]] = {key: [] for key in sorted(keys)}
    for row in PublishedDose.objects.filter(ingredient__key__in=keys).select_related("ingredient"):
        doses[row.ingredient.key].append(row)
    named = {key for rows in doses.values() for row in rows for key in row.sources}
    sources = sources_by_key({*named, *cited})
    values = [
        value for key, rows in doses.items() for row in rows for value in _values(key, row, sources) if row.sources
    ]
    return Published(tuple(values), doses, sources)


def sources_by_key(keys: Iterable[str]) -> dict[str, Source]:
    """Return the sources of these keys. One query."""
    return {source.key: source for source in Source.objects.filter(key__in=set(keys))}


def _values(key: str, row: PublishedDose, sources: dict[str, Source]) -> Iterable[PublishedValue]:
    """The lower end of a range counts; an amount per session or lesion is no concentration."""
    if row.value is None or row.unit not in CONCENTRATIONS:
        return
    source = sources.get(row.sources[0])
    yield PublishedValue(key, strength(Decimal(row.value), row.unit), short_title(source) if source else row.sources[0])


def short_title(source: Source) -> str:
    """Return a source in a word or two: "Lee et al. 2006, localized …" is Lee 2006."""
    authors = re.match(r"([\w’'-]+) et al\.?,?\s*(\d{4})?", source.title)
    if authors:
        return " ".join(filter(None, authors.groups()))
    return re.split(r"[,:;(]", source.title)[0].strip()
