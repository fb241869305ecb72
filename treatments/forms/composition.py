"""The composition of a recipe as a form: volumes above, one row per ingredient; worked out by the one arithmetic."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from treatments.domain.composition import EMPTY, Composition, Line
from treatments.forms.rows import LineForm, VolumesForm
from treatments.models import RecipeVersion
from treatments.queries.shelf import Shelf
from treatments.rules.doses import WorkedRecipe
from treatments.rules.errors import DoseError

LARGEST = 40
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
