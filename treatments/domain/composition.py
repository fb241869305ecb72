"""What somebody typed as a recipe, between the form, the rows and the one arithmetic."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from treatments.models import Ingredient, RecipeLine, RecipeVersion
from treatments.rules import doses


@dataclass(frozen=True)
class Line:
    """One ingredient: its stock strength with its unit, and the one amount that was typed, with its unit."""

    ingredient: Ingredient
    amount: Decimal
    amount_unit: str = "mL"
    entered_as: str = RecipeLine.EnteredAs.STOCK_VOLUME
    stock_value: Decimal | None = None
    stock_unit: str = ""
    product: str = ""
    with_epinephrine: bool = False

    def for_arithmetic(self) -> doses.RecipeLine:
        """Return the line as the arithmetic reads it; units travel with their numbers."""
        return doses.RecipeLine.entered(
            self.ingredient.key,
            self.entered_as,
            self.amount,
            self.amount_unit,
            name=self.ingredient.name,
            stock_value=self.stock_value,
            stock_unit=self.stock_unit,
            with_epinephrine=self.with_epinephrine,
        )


@dataclass(frozen=True)
class Composition:
    """A whole recipe as typed: volumes in mL; without a target the stocks alone make the volume."""

    lines: tuple[Line, ...]
    diluent: str = RecipeVersion.Diluent.NONE
    target_volume_ml: Decimal | None = None
    per_point_ml: Decimal | None = None

    def work_out(self, *, weight_kg: Decimal | None = None) -> doses.WorkedRecipe:
        """Work out volumes, concentrations and doses. Raises DoseError at the line and field to blame."""
        return doses.work_out(
            doses.Recipe(
                lines=tuple(line.for_arithmetic() for line in self.lines),
                diluent="" if self.diluent == RecipeVersion.Diluent.NONE else self.diluent,
                target_volume_ml=self.target_volume_ml,
                per_point_ml=self.per_point_ml,
            ),
            weight_kg=weight_kg,
        )

    @property
    def ingredients(self) -> list[Ingredient]:
        return [line.ingredient for line in self.lines]

    @property
    def volumes(self) -> dict[str, str | Decimal | None]:
        """The version's own columns."""
        return {
            "diluent": self.diluent,
            "target_volume_ml": self.target_volume_ml,
            "per_point_ml": self.per_point_ml,
        }


EMPTY = Composition(())


def composition_of(version: RecipeVersion) -> Composition:
    """Return what was typed for `version`. One query for its lines with their ingredients, none if prefetched."""
    return Composition(
        lines=tuple(_line_of(row) for row in version.lines.all()),
        diluent=version.diluent,
        target_volume_ml=version.target_volume_ml,
        per_point_ml=version.per_point_ml,
    )


def rows_of(version: RecipeVersion, lines: Iterable[Line]) -> list[RecipeLine]:
    """Return unsaved rows of `version`, in order."""
    return [
        RecipeLine(version=version, order=order, **{name: getattr(line, name) for name in FIELDS})
        for order, line in enumerate(lines)
    ]


FIELDS = tuple(Line.__dataclass_fields__)


def _line_of(row: RecipeLine) -> Line:
    return Line(**{name: getattr(row, name) for name in FIELDS})
