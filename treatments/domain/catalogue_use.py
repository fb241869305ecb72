"""Where an entry of the catalogue is used: rows that point at it, entries that name its key, facts of patients."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from patients.models import Allergy, Condition, Medication
from treatments.catalogue.kinds import KINDS, Kind
from treatments.catalogue.references import CONDITION_OF_RULE, NAMES_KEYS_OF
from treatments.domain.catalogue_trail import kind_of
from treatments.models import PlanTemplate
from treatments.models.catalogue import CatalogueEntry, CatalogueRow, IngredientStrength, PublishedDose

ITS_OWN = (IngredientStrength, PublishedDose)
SAID_OF_PATIENTS = {
    "ingredients": (Allergy,),
    "allergy_groups": (Allergy,),
    "asked_conditions": (Condition,),
    "contraindications": (Condition,),
    "medicine_groups": (Medication,),
}


@dataclass(frozen=True)
class Use:
    """So many rows of one table use the entry; `rows` are they, if the page may show them."""

    model: Any
    rows: list[Any]

    @property
    def words(self) -> str:
        meta = self.model._meta
        return f"{len(self.rows)} {meta.verbose_name if len(self.rows) == 1 else meta.verbose_name_plural}"


def used_by(entry: CatalogueEntry) -> list[Use]:
    """Return every use of an entry, also in facts of patients and in templates. One query for each table."""
    uses = [Use(rows.model, list(rows)) for rows in (*pointing_at(entry), *_said_of_patients(entry), _templates(entry))]
    return [use for use in uses if use.rows] + naming(entry)


def pointing_at(entry: CatalogueEntry) -> Iterator[QuerySet[Any]]:
    """Yield the rows of each table that point at the entry, by foreign key or in a list. No query yet."""
    links: dict[Any, list[Q]] = {}
    for relation in type(entry)._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and _counts(relation.related_model):
            links.setdefault(relation.related_model, []).append(Q(**{relation.field.name: entry}))
    for model, conditions in links.items():
        yield model._default_manager.filter(reduce(or_, conditions)).distinct()


def naming(entry: CatalogueRow) -> list[Use]:
    """Return the entries that name this one by its key. One query for each field that may."""
    file, codes = kind_of(entry).file, _codes(entry)
    found = []
    for kind in KINDS:
        for field in kind.spec.model_fields:
            if file in _named_by(kind, field):
                rows = [row for row in kind.model._default_manager.all() if codes & _keys(getattr(row, field))]
                found += [Use(kind.model, rows)] if rows else []
    return found


def _counts(model: Any) -> bool:
    return not model._meta.auto_created and model not in ITS_OWN


def _named_by(kind: Kind, field: str) -> tuple[str, ...]:
    if field == "condition_key":
        return CONDITION_OF_RULE if kind.file == "ingredient_rules" else ()
    return NAMES_KEYS_OF.get(field, ())


def _codes(entry: CatalogueRow) -> set[str]:
    return {entry.key, getattr(entry, "condition_key", "")} - {""}


def _keys(value: Any) -> set[str]:
    return set(value) if isinstance(value, list) else {value}


def _said_of_patients(entry: CatalogueEntry) -> Iterator[QuerySet[Any]]:
    for model in SAID_OF_PATIENTS.get(kind_of(entry).file, ()):
        yield model._default_manager.filter(code__in=_codes(entry))


def _templates(entry: CatalogueEntry) -> QuerySet[Any]:
    named = [
        pk
        for pk, content in PlanTemplate.objects.values_list("pk", "content")
        if f'"{entry.key}"' in json.dumps(content)
    ]
    return PlanTemplate.objects.filter(pk__in=named)
