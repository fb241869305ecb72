"""The form of an entry of the catalogue, made of what its kind may say; every refusal stands at its field."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from treatments.catalogue.kinds import Kind
from treatments.catalogue.references import NAMES_KEYS_OF
from treatments.catalogue.words import label_of
from treatments.domain.catalogue_checks import problems
from treatments.domain.catalogue_trail import fields_of
from treatments.forms.catalogue_amounts import Amounts, amount_rows
from treatments.forms.catalogue_fields import CodesField, KeysField
from treatments.forms.catalogue_made import field_for, own_source, short_name
from treatments.models.catalogue import CareItem
from treatments.queries.catalogue_words import Names
from treatments.rules.units import DOSE_UNITS

DERIVED = {"status", "window_hours", "anchor", "max_dose"}
"""Not asked: set by its own verb, or following from another field; the largest dose stands in the dose limits."""
SOURCED = ("sources", "own_source", "confidence", "verification", "key")
TO_COME = "own_source"
CODES = {"atc": _("ATC"), "cas": _("CAS"), "unii": _("UNII")}
HOURS: dict[Any, int] = {CareItem.WindowUnit.HOURS: 1, CareItem.WindowUnit.DAYS: 24}


@dataclass(frozen=True)
class Said:
    """A field on its page; of several boxes, the words of those that are ticked."""

    field: forms.BoundField

    @property
    def many(self) -> bool:
        return isinstance(self.field.field, KeysField)

    @property
    def chosen(self) -> str:
        return " · ".join(str(box.choice_label) for box in self.field if box.data["selected"])


class EntryForm(forms.Form):
    """What an entry says, and why it is written. `facts()` are its facts in the form of the YAML files."""

    def __init__(self, data: Any = None, *, kind: Kind, stated: dict[str, Any], key: str = "", names: Names) -> None:
        super().__init__(data, initial=_initial(stated), auto_id="id_%s")
        self.kind, self.stated, self.key, self.names = kind, stated, key, names
        self.amounts: dict[str, Amounts] = {}
        for name in fields_of(kind):
            if name not in DERIVED:
                self._add(name)
        self.needs_sources = self.fields["sources"].required
        self.fields["sources"].required = False  # one of the clinic's own will do
        self.fields["own_source"] = own_source()
        if not key:
            self.fields["key"] = short_name()
        self.fields["reason"] = forms.CharField(
            label=_("Reason"), max_length=200, error_messages={"required": _("Say why.")}
        )
        self.fields["read"] = forms.CharField(widget=forms.HiddenInput, required=False)

    def _add(self, name: str) -> None:
        field = self.kind.model._meta.get_field(name)
        if field.one_to_many:
            self.amounts[name] = amount_rows(name, self._data(), self.stated.get(name, []), self.names.of("sources"))
        elif name == "codes":
            self.fields |= {
                "codes-atc": CodesField(label=_("ATC codes"), required=False),
                "codes-cas": forms.CharField(label=_("CAS number"), required=False),
                "codes-unii": forms.CharField(label=_("UNII"), required=False),
            }
        else:
            required = self.kind.spec.model_fields[name].is_required()
            self.fields[name] = field_for(self.kind, field, required, self.names)

    def _data(self) -> Any:
        return self.data if self.is_bound else None

    @property
    def said(self) -> list["Said"]:
        """The fields of what the entry says; those that are only ticked come last, side by side."""
        names = [name for name in self.fields if name not in (*SOURCED, "reason", "read")]
        return [Said(self[name]) for name in sorted(names, key=lambda name: _is_tick(self.fields[name]))]

    @property
    def sourced(self) -> list["Said"]:
        """The fields of where it comes from."""
        return [Said(self[name]) for name in SOURCED if name in self.fields]

    @property
    def rows_of_amounts(self) -> list[dict[str, Any]]:
        """The rows of published numbers, with the name of their field."""
        return [{"label": label_of(name), "formset": rows} for name, rows in self.amounts.items()]

    @property
    def has_marks(self) -> bool:
        """Whether a field or a row of published numbers is marked as wrong."""
        rows_are_wrong = any(not rows.is_valid() for rows in self.amounts.values())
        return self.is_bound and (rows_are_wrong or any(name in self.fields for name in self.errors))

    def is_valid(self) -> bool:
        """Ask every row too, so that all that is wrong is told at once."""
        rows = [amounts.is_valid() for amounts in self.amounts.values()]
        return super().is_valid() and all(rows)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.kind.model is CareItem and given.get("window_unit") in HOURS and not given.get("window_value"):
            self.add_error("window_value", _("Say how long: a window in hours or days needs its number."))
        if "strength_unit" in given:
            self._check_strength(given)
        if self.needs_sources and not given.get("sources") and not given.get("own_source"):
            self.add_error("sources", _("Choose at least one, or name one of your own."))
        if not self.errors and all(amounts.is_valid() for amounts in self.amounts.values()):
            self._check_as_a_whole()
        return given

    def _check_strength(self, given: dict[str, Any]) -> None:
        powder = given.get("form") == "powder"
        unit, value = given["strength_unit"], given.get("strength_value")
        if value is not None and not unit:
            self.add_error("strength_unit", _("A number needs its unit: none is implied."))
        if unit and value is None and "strength_value" not in self.errors:
            self.add_error("strength_value", _("A unit needs its number."))
        if unit and powder != (unit in DOSE_UNITS):
            words = _("A powder states what the vial holds: mg, g, IU.") if powder else _("A strength is per mL.")
            self.add_error("strength_unit", words)

    def _check_as_a_whole(self) -> None:
        stated = {name: value for name, value in self.stated.items() if value not in ({}, None)}
        facts = {**stated, **self.facts(TO_COME if self.cleaned_data.get("own_source") else "")}
        for field, words in problems(self.kind, self.key or "draft", facts, to_come=[TO_COME]):
            self.add_error(self._place(field), words)

    def _place(self, field: str | None) -> str | None:
        if field == "codes":
            return "codes-cas"
        return field if field in self.fields else None

    def facts(self, own_source: str = "") -> dict[str, Any]:
        """Return everything the form says, derived fields with it; `own_source` is the key of one just added."""
        given = self.cleaned_data
        facts: dict[str, Any] = {}
        for name in fields_of(self.kind):
            if name in self.amounts:
                facts[name] = self.amounts[name].facts()
            elif name == "codes":
                facts[name] = self._codes(given)
            elif name in self.fields:
                facts[name] = self._in_order(name, _fact(self.kind, name, given.get(name)))
        if own_source:
            facts["sources"] = [*facts["sources"], own_source]
        return facts | self._derived(given)

    def _in_order(self, name: str, value: Any) -> Any:
        """Chosen keys in the order in which they stand there: ticking boxes changes no order."""
        before = self.stated.get(name)
        if not isinstance(self.fields[name], KeysField) or not isinstance(before, list):
            return value
        return sorted(value, key=lambda key: before.index(key) if key in before else len(before))

    def _codes(self, given: dict[str, Any]) -> dict[str, Any]:
        typed = {name: given.get(f"codes-{name}") for name in CODES}
        kept = {name: value for name, value in self.stated.get("codes", {}).items() if name not in CODES}
        return {name: value for name, value in {**typed, **kept}.items() if value}

    def _derived(self, given: dict[str, Any]) -> dict[str, Any]:
        if self.kind.model is not CareItem:
            return {}
        factor, value = HOURS.get(given.get("window_unit")), given.get("window_value")
        anchor = CareItem.Anchor.VISIT_START if given.get("phase") == "pre" else CareItem.Anchor.TREATMENT_END
        return {"window_hours": Decimal(value * factor) if factor and value else None, "anchor": anchor.value}


def _is_tick(field: forms.Field) -> bool:
    return isinstance(field, forms.BooleanField)


def _initial(stated: dict[str, Any]) -> dict[str, Any]:
    codes = stated.get("codes", {})
    return {**stated, **{f"codes-{name}": codes[name] for name in CODES if name in codes}}


def _fact(kind: Kind, name: str, value: Any) -> Any:
    """Nothing chosen means none: the specs read it as null, or as an empty text."""
    field = kind.model._meta.get_field(name)
    if value == "" and (field.is_relation or name in NAMES_KEYS_OF):
        return None
    return value
