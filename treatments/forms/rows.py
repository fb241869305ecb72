"""The parts of a composition as forms: its volumes, and one row an ingredient."""

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from treatments.domain.composition import Line
from treatments.forms.cells import CellForm
from treatments.forms.quantities import QuantityField
from treatments.models import Ingredient, RecipeLine, RecipeVersion
from treatments.queries.shelf import Shelf
from treatments.rules.units import STRENGTH_UNITS

SELECT = {"class": "form-select"}
STOCK_UNITS = [("", "–"), *((unit, unit) for unit in STRENGTH_UNITS)]
AMOUNT_UNITS = [
    (unit, unit) for unit in ("mL", "mg", "g", "microgram", "IU", "mEq", "mg/mL", "%", "microgram/mL", "IU/mL")
]


class VolumesForm(CellForm):
    """What the lines are filled up with, to which volume, and how much goes into one point."""

    diluent = forms.ChoiceField(
        label=_("Diluent"), choices=RecipeVersion.Diluent, widget=forms.Select(attrs=SELECT), required=False
    )
    target_volume_ml = QuantityField(label=_("Fill up to (mL)"), decimals=3, required=False)
    per_point_ml = QuantityField(label=_("Per point (mL)"), decimals=4, largest=Decimal(99), required=False)


class LineForm(CellForm):
    """One ingredient, its stock, and the one amount from which the others follow."""

    ingredient = forms.ChoiceField(label=_("Ingredient"), widget=forms.Select(attrs=SELECT))
    product = forms.CharField(
        label=_("Product"), max_length=120, required=False, widget=forms.TextInput(attrs={"class": "form-control"})
    )
    stock_value = QuantityField(label=_("Stock strength"), decimals=6, required=False)
    stock_unit = forms.ChoiceField(
        label=_("per mL as"), choices=STOCK_UNITS, required=False, widget=forms.Select(attrs=SELECT)
    )
    entered_as = forms.ChoiceField(
        label=_("Entered as"), choices=RecipeLine.EnteredAs, widget=forms.Select(attrs=SELECT)
    )
    amount = QuantityField(label=_("Amount"), decimals=6)
    amount_unit = forms.ChoiceField(label=_("Unit"), choices=AMOUNT_UNITS, widget=forms.Select(attrs=SELECT))
    with_epinephrine = forms.BooleanField(
        label=_("with epinephrine"), required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )

    remove = forms.BooleanField(
        label=_("Remove"), required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )

    def __init__(self, *args: Any, shelf: Shelf, choices: list[Any], number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shelf, self.number = shelf, number
        self.result: Any = None
        cast(forms.ChoiceField, self.fields["ingredient"]).choices = choices

    @property
    def is_filled(self) -> bool:
        """Whether anybody has put something into the row."""
        return any(str(self[name].value() or "").strip() for name in ("ingredient", "amount", "stock_value"))

    @property
    def is_removed(self) -> bool:
        return self.is_bound and bool(self["remove"].value())

    def clean_ingredient(self) -> Ingredient:
        return self.shelf.by_pk[self.cleaned_data["ingredient"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("stock_value") is not None and not cleaned.get("stock_unit"):
            self.add_error("stock_unit", _("Choose the unit of the strength: it is never implied."))
        return cleaned

    def line(self) -> Line:
        """The row as the clinic keeps it."""
        typed = {name: self.cleaned_data[name] for name in Line.__dataclass_fields__}
        if typed["stock_value"] is None:
            typed["stock_unit"] = ""
        return Line(**typed)

    @property
    def chosen(self) -> Ingredient | None:
        """The ingredient of the row as it stands, valid or not."""
        return self.shelf.by_pk.get(str(self["ingredient"].value() or ""))
