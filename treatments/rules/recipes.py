"""What a prescriber types: a recipe and its lines, and the same worked out."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from treatments.rules.errors import DoseError
from treatments.rules.numbers import sum_of
from treatments.rules.units import MG, NO_FACTORS, Dose, Factors, Strength, unit_name

VASOCONSTRICTOR = "epinephrine"


@dataclass(frozen=True)
class RecipeLine:
    """One ingredient: its stock strength and exactly one of stock volume (mL), total dose, final concentration.

    The stock is a strength, or a powder (`powder_value` of a mass or of units) dissolved in `dissolved_in_ml`. A line
    with neither (PRP, a ready-made blend of undeclared parts) is told by its volume only.
    """

    ingredient: str
    name: str = ""
    stock_value: Decimal | None = None
    stock_unit: str = "mg/mL"
    powder_value: Decimal | None = None
    powder_unit: str = "mg"
    dissolved_in_ml: Decimal | None = None
    stock_volume_ml: Decimal | None = None
    total_dose: Decimal | None = None
    total_dose_unit: str = "mg"
    final_concentration: Decimal | None = None
    final_concentration_unit: str = "mg/mL"
    with_epinephrine: bool = False
    factors: Factors = NO_FACTORS

    @classmethod
    def entered(cls, ingredient: str, entered_as: str, amount: Decimal, unit: str = "mL", **more: Any) -> "RecipeLine":
        """A line from its one amount: `entered_as` is "stock_volume" (mL), "total_dose" or "final_concentration".

        `more` are the other fields. Raises DoseError for an unknown way of entering, or a stock volume not in mL.
        """
        if entered_as == "stock_volume" and unit_name(unit or "mL") == "mL":
            return cls(ingredient, stock_volume_ml=amount, **more)
        if entered_as in ("total_dose", "final_concentration"):
            given: dict[str, Any] = {entered_as: amount, f"{entered_as}_unit": unit}
            return cls(ingredient, **given, **more)
        raise DoseError("Enter a stock volume in mL, a total dose or a final concentration.", "amount_unit")


@dataclass(frozen=True)
class Recipe:
    """Lines, the diluent that fills up to `target_volume_ml`, and the volume of one injection point.

    Without a target the total is the sum of the stocks; without a diluent the lines must reach the target by
    themselves.
    """

    lines: tuple[RecipeLine, ...]
    diluent: str = ""
    target_volume_ml: Decimal | None = None
    per_point_ml: Decimal | None = None


@dataclass(frozen=True)
class WorkedLine:
    """A line worked out; doses and strengths are None on volume-only lines.

    `dose` is per session: one batch is one session.
    """

    index: int
    ingredient: str
    name: str
    volume_ml: Decimal
    stock: Strength | None = None
    dose: Dose | None = None
    final: Strength | None = None
    per_point: Dose | None = None
    per_kg: Dose | None = None
    with_epinephrine: bool = False


@dataclass(frozen=True)
class WorkedRecipe:
    """A recipe worked out: lines in their order, volumes in mL, whole injection points and what is left over."""

    lines: tuple[WorkedLine, ...]
    total_ml: Decimal
    diluent: str = ""
    diluent_ml: Decimal = Decimal(0)
    per_point_ml: Decimal | None = None
    points: int | None = None
    left_over_ml: Decimal | None = None

    def mg_of(self, ingredients: frozenset[str]) -> Decimal:
        """The mass (mg) of these ingredients together in one session."""
        doses = (line.dose for line in self.lines if line.ingredient in ingredients)
        return sum_of(dose.amount for dose in doses if dose is not None and dose.measure == MG)

    def has_unmeasured(self, ingredients: frozenset[str]) -> bool:
        """Whether one of these ingredients is in it with a mass nobody can tell (volume only, or units)."""
        return any(
            line.ingredient in ingredients and (line.dose is None or line.dose.measure != MG) for line in self.lines
        )
