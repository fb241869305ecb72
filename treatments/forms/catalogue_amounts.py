"""Published strengths and doses: one row each, with unit, context and sources."""

from typing import Any, cast

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from treatments.forms.catalogue_fields import TypedKeysField
from treatments.forms.quantities import QuantityField
from treatments.models.catalogue import PublishedUnit

DECIMALS = 5  # what the table keeps
BLANK_ROWS = 2


class AmountForm(forms.Form):
    """One published number, or the wording as published; a row left empty is no row."""

    value = QuantityField(label=gettext_lazy("From"), decimals=DECIMALS, required=False)
    value_max = QuantityField(label=gettext_lazy("To"), decimals=DECIMALS, required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=PublishedUnit.choices)
    as_published = forms.CharField(label=gettext_lazy("Or as published"), max_length=120, required=False)
    context = forms.CharField(label=gettext_lazy("Context"), required=False)

    def __init__(self, *args: Any, sources: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.empty_permitted, self.use_required_attribute = True, False  # an emptied row is no row
        self.fields["sources"] = TypedKeysField(sources=sources, label=_("Sources"))
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = f"{'form-select' if is_choice else 'form-control'}"

    def has_changed(self) -> bool:
        """A row in which nothing is written is empty, whatever its unit says."""
        said = ("value", "value_max", "as_published", "context", "sources")
        return any(str(self.data.get(self.add_prefix(name), "")).strip() for name in said)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        value, end = given.get("value"), given.get("value_max")
        if value is None and not given.get("as_published"):
            self.add_error("value", _("Give a number above 0, or the wording as published."))
        if end is not None and (value is None or end <= value):
            self.add_error("value_max", _("The end of a range lies above its start."))
        return given

    def fact(self) -> dict[str, Any]:
        """Return the row in the form of the YAML files."""
        return dict(self.cleaned_data)


class Amounts(BaseFormSet):
    """The rows of one field; emptied rows are left out."""

    def facts(self) -> list[dict[str, Any]]:
        return [form.fact() for form in self.forms if form.has_changed()]


AmountRows = formset_factory(AmountForm, formset=Amounts, extra=BLANK_ROWS, max_num=40, validate_max=True)


def amount_rows(name: str, data: Any, stated: list[dict[str, Any]], sources: dict[str, str]) -> Amounts:
    """Return the rows of a field: those that stand there, and two to fill in."""
    return cast(Amounts, AmountRows(data, initial=stated, prefix=name, form_kwargs={"sources": sources}))
