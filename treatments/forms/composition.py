"""The composition of a recipe as a form: volumes above, one row per ingredient; worked out by the one arithmetic."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from treatments.domain.composition import EMPTY, Composition, Line
from treatments.forms.quantities import QuantityField
from treatments.models import Ingredient, RecipeLine, RecipeVersion
from treatments.queries.shelf import Shelf
from treatments.rules.doses import WorkedRecipe
from treatments.rules.errors import DoseError
from treatments.rules.units import STRENGTH_UNITS

LARGEST = 40
SELECT = {"class": "form-select"}
STOCK_UNITS = [("", "–"), *((unit, unit) for unit in STRENGTH_UNITS)]
AMOUNT_UNITS = [
    (unit, unit) for unit in ("mL", "mg", "g", "microgram", "IU", "mEq", "mg/mL", "%", "microgram/mL", "IU/mL")
]
ROW_FIELDS = {
    "stock_volume_ml": "amount",
    "total_dose": "amount",
    "final_concentration": "amount",
    "total_dose_unit": "amount_unit",
    "final_concentration_unit": "amount_unit",
    "amount_unit": "amount_unit",
    "stock_value": "stock_value",
    "stock_unit": "stock_unit",
}


@dataclass(frozen=True)
class Cell:
    """A field with its place for an error, and the error, once somebody asked for it."""

    field: forms.BoundField
    problem: str

    @property
    def slot(self) -> str:
        return f"{self.field.auto_id}-error"


class CellForm(forms.Form):
    """A form whose errors show only once it was checked, and without "required" while somebody is still typing."""

    checked = quiet = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"use_required_attribute": False, **kwargs})
        for name in self._with_slot:
            self.fields[name].widget.attrs["aria-describedby"] = f"id_{self.prefix}-{name}-error"

    @property
    def cells(self) -> dict[str, Cell]:
        return {name: Cell(self[name], self._problem(name)) for name in self._with_slot}

    @property
    def _with_slot(self) -> list[str]:
        """The fields that can be wrong; a tick cannot."""
        return [name for name, field in self.fields.items() if not isinstance(field, forms.BooleanField)]

    def _problem(self, name: str) -> str:
        if not self.checked:
            return ""
        errors = self.errors.as_data().get(name, [])
        shown = [error for error in errors if not (self.quiet and error.code == "required")]
        return " ".join(sentence for error in shown for sentence in error.messages)


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


class CompositionForm:
    """The whole composition: bound to what was typed, or showing `composition`.

    After `is_valid()`: `composition` is what was typed and `worked` the same worked out. An error of the arithmetic
    stands at the field of the row to blame.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        shelf: Shelf,
        composition: Composition = EMPTY,
        weight_kg: Decimal | None = None,
        more_rows: int = 0,
    ) -> None:
        self.data, self.weight_kg, self.kept_composition = data, weight_kg, composition
        self.volumes = VolumesForm(data, initial=composition.volumes, prefix="mix")
        shelf = Shelf({str(entry.pk): entry for entry in composition.ingredients} | shelf.by_pk)
        choices = [("", _("Choose…")), *shelf.choices]
        self.rows = [
            LineForm(data, initial=initial, prefix=f"lines-{index}", shelf=shelf, choices=choices, number=index + 1)
            for index, initial in enumerate(_initial(data, composition, more_rows))
        ]
        self.composition: Any = None
        self.worked: WorkedRecipe | None = None

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def kept(self) -> list[LineForm]:
        """The rows that count: filled in and not marked for removal."""
        return [row for row in self.rows if row.is_filled and not row.is_removed]

    @property
    def problem(self) -> str:
        """What belongs to no field."""
        return " ".join(str(problem) for problem in self.volumes.non_field_errors()) if self.volumes.checked else ""

    def is_valid(self, *, quiet: bool = False) -> bool:
        """Check every row, then work the whole out. `quiet`: somebody is still typing, so say nothing of what lacks."""
        for part in (self.volumes, *self.kept):
            part.checked, part.quiet = True, quiet
        if not all([self.volumes.is_valid(), *(row.is_valid() for row in self.kept)]):
            return False
        typed = self.volumes.cleaned_data
        composition = Composition(
            tuple(row.line() for row in self.kept),
            typed["diluent"] or RecipeVersion.Diluent.NONE,
            typed["target_volume_ml"],
            typed["per_point_ml"],
        )
        try:
            self.worked = composition.work_out(weight_kg=self.weight_kg)
        except DoseError as error:
            self._blame(error)
            return False
        self.composition = composition
        return True

    def _blame(self, error: DoseError) -> None:
        if error.line is not None:
            self.kept[error.line].add_error(ROW_FIELDS.get(error.field, "amount"), error.sentence)
        else:
            self.volumes.add_error(error.field if error.field in self.volumes.fields else None, error.sentence)


def _initial(data: Any, composition: Composition, more_rows: int) -> list[dict[str, Any]]:
    if data is not None:
        return [{} for _row in range(_count(data) + more_rows)]
    typed = [{name: getattr(line, name) for name in Line.__dataclass_fields__} for line in composition.lines]
    return [{**line, "ingredient": line["ingredient"].pk} for line in typed] + [{}] * (more_rows or not typed)


def _count(data: Any) -> int:
    given = data.get("lines-count", "")
    return min(int(given), LARGEST) if given.isdecimal() else 0
