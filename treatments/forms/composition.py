"""The composition of a recipe as a form: volumes above, one row per ingredient; worked out by the one arithmetic."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic.kit.numbers import sent_number
from treatments.domain.composition import EMPTY, FIELDS, Composition, Line
from treatments.forms.rows import Choices, LineForm, VolumesForm
from treatments.queries.shelf import Shelf
from treatments.rules.errors import DoseError
from treatments.rules.syringes import DrawnRecipe

LARGEST = 40
ROW_FIELDS = {
    "stock_volume_ml": "amount",
    "total_dose": "amount",
    "final_concentration": "amount",
    "total_dose_unit": "amount_unit",
    "final_concentration_unit": "amount_unit",
}


class CompositionForm:
    """The whole composition: bound to what was typed, or showing `composition`.

    After `is_valid()`: `composition` is what was typed and `drawn` the same worked out and drawn up. An error of the
    arithmetic stands at the field of the row to blame.
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
        shelf = shelf.with_what_is_in(composition)
        choices = Choices([("", _("Choose…")), *shelf.choices], [("", "–"), *shelf.product_choices])
        self.rows = [
            LineForm(data, initial=initial, prefix=f"lines-{index}", shelf=shelf, choices=choices, number=index + 1)
            for index, initial in enumerate(_initial(data, composition, more_rows))
        ]
        self.composition: Any = None
        self.drawn: DrawnRecipe | None = None

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
        composition = self.volumes.composition(tuple(row.line() for row in self.kept))
        try:
            self._refuse_too_many()
            composition.check()
            self.drawn = composition.draw_up(weight_kg=self.weight_kg)
        except DoseError as error:
            self._blame(error)
            return False
        self.composition = composition
        return True

    def _refuse_too_many(self) -> None:
        if len(self.kept) > LARGEST:
            raise DoseError(f"A recipe has at most {LARGEST} ingredients: take some out.", "lines")

    def _blame(self, error: DoseError) -> None:
        if error.line is None:
            self.volumes.add_error(error.field if error.field in self.volumes.fields else None, error.sentence)
            return
        row = self.kept[error.line]
        name = ROW_FIELDS.get(error.field, error.field)
        row.add_error(name if name in row.fields else "amount", error.sentence)


def _initial(data: Any, composition: Composition, more_rows: int) -> list[dict[str, Any]]:
    if data is not None:
        return [{} for _row in range(_count(data) + more_rows)]
    return [_as_shown(line) for line in composition.lines] + [{}] * (more_rows or not composition.lines)


def _as_shown(line: Line) -> dict[str, Any]:
    """What the fields of a kept line show. Where a label says the strength, its fields stay empty to follow it."""
    shown = {name: getattr(line, name) for name in FIELDS} | {"ingredient": line.ingredient.pk}
    label = line.shelf_product
    if label is None:
        return shown
    shown |= {"shelf_product": label.pk, "product": ""}
    if line == line.by_its_label() and label.strength_value is not None:
        shown |= {"stock_value": None, "stock_unit": "", "powder_value": None, "powder_unit": ""}
    return shown


def _count(data: Any) -> int:
    """How many rows were sent: a few more than may be kept, so that nothing typed is lost with the sentence."""
    given = data.get("lines-count", "")[:4]
    return min(sent_number(given), 2 * LARGEST)
