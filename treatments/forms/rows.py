"""The parts of a composition as forms: its volumes, and one row an ingredient."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from treatments.domain.composition import COLUMNS, FIELDS, Composition, Line
from treatments.forms.cells import CellForm
from treatments.forms.quantities import QuantityField, show_exactly, show_typed
from treatments.models import Ingredient, Product, RecipeLine, RecipeVersion
from treatments.queries.shelf import Shelf
from treatments.rules.units import DOSE_UNITS, STRENGTH_UNITS

SELECT = {"class": "form-select"}
TEXT = forms.TextInput(attrs={"class": "form-control"})
MORE = (
    "shelf_product",
    "product",
    "salt_or_base",
    "powder_value",
    "powder_unit",
    "dissolved_in_ml",
    "with_epinephrine",
    "remove",
)
STOCK_UNITS = [("", "–"), *((unit, unit) for unit in STRENGTH_UNITS)]
AMOUNT_UNITS = [
    (unit, unit)
    for unit in ("mL", "mg", "g", "microgram", "IU", "mEq", "mg/mL", "%", "microgram/mL", "IU/mL", "mEq/mL")
]
POWDER_UNITS = [("", "–"), *((unit, unit) for unit in DOSE_UNITS)]


@dataclass(frozen=True)
class Choices:
    """What every row may choose from, made once for all of them."""

    ingredients: list[Any]
    products: list[Any]


class VolumesForm(CellForm):
    """What the lines are filled up with, to which volume, and how much goes into one point."""

    diluent = forms.ChoiceField(
        label=_("Diluent"), choices=RecipeVersion.Diluent, widget=forms.Select(attrs=SELECT), required=False
    )
    target_volume_ml = QuantityField(label=_("Fill up to (mL)"), decimals=3, required=False)
    per_point_ml = QuantityField(label=_("Per point (mL)"), decimals=4, largest=Decimal(99), required=False)
    syringe_ml = QuantityField(label=_("Syringes of (mL)"), decimals=2, required=False)
    graduation_ml = QuantityField(label=_("Marks every (mL)"), decimals=3, largest=Decimal(10), required=False)
    overage_ml = QuantityField(label=_("Dead space (mL)"), decimals=3, largest=Decimal(10), required=False)

    def composition(self, lines: tuple[Line, ...]) -> Composition:
        """The whole as typed: these volumes with these lines."""
        typed = {name: self.cleaned_data[name] for name in COLUMNS}
        return Composition(lines, **typed | {"diluent": typed["diluent"] or RecipeVersion.Diluent.NONE})


class LineForm(CellForm):
    """One ingredient, its stock, and the one amount from which the others follow."""

    ingredient = forms.ChoiceField(label=_("Ingredient"), widget=forms.Select(attrs=SELECT))
    shelf_product = forms.ChoiceField(label=_("Product"), required=False, widget=forms.Select(attrs=SELECT))
    product = forms.CharField(label=_("Product, if not on the shelf"), max_length=120, required=False, widget=TEXT)
    salt_or_base = forms.CharField(label=_("As salt or base"), max_length=80, required=False, widget=TEXT)
    powder_value = QuantityField(label=_("Powder in the vial"), decimals=6, required=False)
    powder_unit = forms.ChoiceField(
        label=_("Unit of the powder"), choices=POWDER_UNITS, required=False, widget=forms.Select(attrs=SELECT)
    )
    dissolved_in_ml = QuantityField(label=_("Dissolved in (mL)"), decimals=3, required=False)
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

    def __init__(self, *args: Any, shelf: Shelf, choices: Choices, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shelf, self.number = shelf, number
        self.result: Any = None
        cast(forms.ChoiceField, self.fields["ingredient"]).choices = choices.ingredients
        cast(forms.ChoiceField, self.fields["shelf_product"]).choices = choices.products
        if not shelf.products:
            del self.fields["shelf_product"]
        elif self.label and self.label.strength_value is not None:
            name = "powder_value" if self.label.form == Product.Form.POWDER else "stock_value"
            self.fields[name].widget.attrs["placeholder"] = show_exactly(self.label.strength_value)

    @property
    def is_filled(self) -> bool:
        """Whether anybody has put something into the row."""
        return any(
            str(self[name].value() or "").strip() for name in ("ingredient", "amount", "stock_value", "powder_value")
        )

    @property
    def is_removed(self) -> bool:
        return self.is_bound and bool(self["remove"].value())

    def clean_ingredient(self) -> Ingredient:
        return self.shelf.by_pk[self.cleaned_data["ingredient"]]

    def clean_shelf_product(self) -> Product | None:
        return self.shelf.products.get(self.cleaned_data["shelf_product"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number, unit in (("stock_value", "stock_unit"), ("powder_value", "powder_unit")):
            if cleaned.get(number) is None:
                cleaned[unit] = ""
            elif not cleaned.get(unit):
                self.add_error(unit, _("Choose the unit of the strength: it is never implied."))
        self._refuse_another_strength(cleaned.get("shelf_product"), cleaned)
        return cleaned

    def _refuse_another_strength(self, label: Product | None, cleaned: dict[str, Any]) -> None:
        """The label says how strong a product is; what was typed against it is an error, not a choice."""
        if label is None or label.strength_value is None:
            return
        name = "powder" if label.form == Product.Form.POWDER else "stock"
        typed = cleaned.get(f"{name}_value"), cleaned.get(f"{name}_unit", "")
        if typed[0] is not None and typed != (label.strength_value, label.strength_unit):
            told = {"strength": f"{show_exactly(label.strength_value)} {label.strength_unit}"}
            self.add_error(f"{name}_value", _("The label says %(strength)s: leave this empty.") % told)

    def line(self) -> Line:
        """The row as the clinic keeps it, with what the label of its product says."""
        return Line(**{name: self.cleaned_data[name] for name in FIELDS if name in self.fields}).by_its_label()

    @property
    def has_more(self) -> bool:
        """Whether a field behind "More" is wrong: then it is open."""
        return any(self._problem(name) for name in MORE if name in self.fields)

    @property
    def more_told(self) -> str:
        """What stands behind "More", in a few words."""
        label = self.label
        typed = [self[name].value() or "" for name in ("product", "salt_or_base")]
        powder = [show_typed(self[name].value()) for name in ("powder_value", "powder_unit")]
        told = [label.name if label else "", *typed, " ".join(filter(None, powder))]
        if millilitres := show_typed(self["dissolved_in_ml"].value()):
            told.append(_("in %(ml)s mL") % {"ml": millilitres})
        if self["with_epinephrine"].value():
            told.append(_("with epinephrine"))
        return ", ".join(str(part) for part in told if part)

    @property
    def label(self) -> Product | None:
        """The product of the row as it stands, valid or not."""
        chosen = self["shelf_product"].value() if "shelf_product" in self.fields else None
        return self.shelf.products.get(str(chosen or ""))

    @property
    def chosen(self) -> Ingredient | None:
        """The ingredient of the row as it stands, valid or not."""
        return self.shelf.by_pk.get(str(self["ingredient"].value() or ""))
