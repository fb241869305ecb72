"""The form's field for one fact of the catalogue, made of what its column and its spec allow."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from treatments.catalogue.kinds import Kind
from treatments.catalogue.references import NAMES_KEYS_OF
from treatments.catalogue.words import label_of
from treatments.forms.catalogue_fields import (
    UNKNOWN,
    KeysField,
    LinesField,
    PublishedField,
    WholeField,
    WholeNumbersField,
)
from treatments.forms.quantities import QuantityField
from treatments.models.catalogue import Region
from treatments.queries.catalogue_words import Names, file_of
from treatments.rules.units import DOSE_UNITS, STRENGTH_UNITS

FROM_ZERO = {"valid_days"}
SIGNED = {"minimum", "maximum"}


def field_for(kind: Kind, field: Any, required: bool, names: Names) -> forms.Field:
    """Return the form's field for a column of a kind."""
    given = {"label": label_of(field.name), "required": required}
    if isinstance(field, models.Field) and field.has_default() and not callable(field.default):
        given["initial"] = field.default
    if field.name in NAMES_KEYS_OF and field.name != "same_as":
        return KeysField(names=names.of(NAMES_KEYS_OF[field.name][0]), **given)
    if field.is_relation:
        return _relation(field, names, given)
    if field.name in NAMES_KEYS_OF or (field.name == "condition_key" and kind.file == "ingredient_rules"):
        return _choice(_named(field.name, names), given)
    if getattr(field, "flatchoices", None):
        return _choice([(str(key), str(word)) for key, word in field.flatchoices], given, blank=field.blank or required)
    return _plain(field, given, names)


def _relation(field: Any, names: Names, given: dict[str, Any]) -> forms.Field:
    known = names.of(file_of(field.related_model))
    if field.many_to_many:
        return KeysField(names=known, **given)
    return _choice(sorted(known.items(), key=lambda pair: pair[1].casefold()), given)


def _named(name: str, names: Names) -> list[tuple[str, str]]:
    known = names.conditions if name == "condition_key" else {}
    for file in NAMES_KEYS_OF.get(name, ()):
        known = {**known, **names.of(file)}
    return sorted(known.items(), key=lambda pair: pair[1].casefold())


def _choice(choices: list[tuple[str, str]], given: dict[str, Any], *, blank: bool = True) -> forms.Field:
    none = [("", "–")] if blank else []
    return forms.ChoiceField(choices=[*none, *choices], error_messages={"invalid_choice": UNKNOWN}, **given)


def short_name() -> forms.Field:
    """Return the field of an own entry's key."""
    return forms.SlugField(
        label=_("Short name"),
        max_length=60,
        required=False,
        help_text=_("Left empty, it is made of the name."),
        error_messages={"invalid": _("Letters, digits, - and _ only, beginning with a letter or digit.")},
    )


def _plain(field: Any, given: dict[str, Any], names: Names) -> forms.Field:
    if field.name == "strength_unit":
        units = [unit for unit in (*STRENGTH_UNITS, *DOSE_UNITS) if unit != "ratio"]
        return _choice([(unit, unit) for unit in units], given)
    if isinstance(field, models.JSONField):
        return _listed(field.name, given, names)
    if isinstance(field, models.BooleanField):
        return forms.BooleanField(**(given | {"required": False}))
    if isinstance(field, models.DecimalField):
        return _number(field, given)
    if isinstance(field, models.IntegerField):
        return WholeField(least=0 if field.name in FROM_ZERO else 1, **given)
    if isinstance(field, models.TextField):
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), **given)
    return forms.CharField(max_length=field.max_length, **given)


def _listed(name: str, given: dict[str, Any], names: Names) -> forms.Field:
    if name == "schedule_days":
        return WholeNumbersField(**given)
    if name == "regions":
        return KeysField(names={str(key): str(word) for key, word in Region.choices}, **given)
    if name == "published_values":
        return PublishedField(sources=names.of("sources"), **given)
    return LinesField(**given)


def _number(field: Any, given: dict[str, Any]) -> forms.Field:
    if field.name in SIGNED:
        places = {"max_digits": field.max_digits, "decimal_places": field.decimal_places}
        return forms.DecimalField(localize=True, **places, **given)
    largest = Decimal(10) ** (field.max_digits - field.decimal_places) - Decimal(1).scaleb(-field.decimal_places)
    return QuantityField(decimals=field.decimal_places, largest=largest, **given)


def own_source() -> forms.Field:
    """Return the field of a source that is not in the list yet."""
    return forms.CharField(
        label=_("Or a source of our own"), max_length=300, required=False, help_text=_("Its title: it joins the list.")
    )
