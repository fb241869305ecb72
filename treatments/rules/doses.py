"""The arithmetic of a cocktail: from what a prescriber types to what is drawn up.

A line says how strong its stock is and one of: how much stock (mL), which total dose, or which final concentration; the
other two follow. A diluent fills up to the target volume. 34 digits are carried; what was typed stays exactly as typed.
"""

from decimal import Decimal
from typing import Any

from treatments.rules.drawing import check_volume, draw
from treatments.rules.errors import DoseError
from treatments.rules.numbers import EXACT, check_number, show_number, sum_of
from treatments.rules.recipes import Recipe, RecipeLine, WorkedLine, WorkedRecipe
from treatments.rules.units import Dose, Strength
from treatments.rules.wording import show_volume

__all__ = ["Recipe", "RecipeLine", "WorkedLine", "WorkedRecipe", "work_out"]


def work_out(recipe: Recipe, *, weight_kg: Decimal | None = None) -> WorkedRecipe:
    """Work out every line, the diluent, the number of points; per kg when a weight (kg) is given.

    Raises DoseError with the line's index and field: no line, not exactly one amount, an impossible quantity or unit, a
    target concentration above its stock, stocks above the target volume, no diluent to fill the rest.
    """
    if not recipe.lines:
        raise DoseError("Add at least one ingredient: a diluent alone is not a recipe.", "lines")
    check_volume(recipe.target_volume_ml, "target_volume_ml")
    check_volume(recipe.per_point_ml, "per_point_ml")
    _check_weight(weight_kg)
    drawn = tuple(_drawn_at(index, line, recipe.target_volume_ml) for index, line in enumerate(recipe.lines))
    total, filled = _fill(recipe, sum_of(volume for volume, _, _ in drawn))
    lines = tuple(
        _line(index, line, *drawn[index], recipe=recipe, total_ml=total, weight_kg=weight_kg)
        for index, line in enumerate(recipe.lines)
    )
    return _portioned(recipe, lines, total, filled)


def _check_weight(weight_kg: Decimal | None) -> None:
    if weight_kg is not None:
        check_number(weight_kg, field="weight_kg", largest=Decimal(500))


def _drawn_at(index: int, line: RecipeLine, target_ml: Decimal | None):
    try:
        return draw(line, target_ml)
    except DoseError as refusal:
        raise refusal.at(line=index) from None


def _fill(recipe: Recipe, stocks_ml: Decimal) -> tuple[Decimal, Decimal]:
    """Total volume and diluent volume (mL)."""
    target = recipe.target_volume_ml
    if target is None:
        return stocks_ml, Decimal(0)
    rest = EXACT.subtract(target, stocks_ml)
    if abs(rest) < Decimal("1e-24"):
        return target, Decimal(0)
    if rest < 0:
        raise DoseError(
            f"The stocks add up to {show_volume(stocks_ml)}, more than the target of {show_volume(target)}.",
            "target_volume_ml",
        )
    if not recipe.diluent:
        raise DoseError(
            f"The stocks add up to {show_volume(stocks_ml)} of {show_volume(target)}: "
            "choose a diluent or change the target.",
            "diluent",
        )
    return target, rest


def _line(index, line, volume, stock, amount, *, recipe, total_ml, weight_kg) -> WorkedLine:
    return WorkedLine(
        index=index,
        ingredient=line.ingredient,
        name=line.name or line.ingredient,
        volume_ml=volume,
        stock=stock,
        dose=amount,
        final=_over(amount, total_ml, Strength),
        per_point=_per_point(amount, recipe.per_point_ml, total_ml),
        per_kg=_over(amount, weight_kg, Dose),
        with_epinephrine=line.with_epinephrine,
    )


def _over(amount: Dose | None, divisor: Decimal | None, kind):
    return None if amount is None or divisor is None else kind(EXACT.divide(amount.amount, divisor), amount.measure)


def _per_point(amount: Dose | None, point_ml: Decimal | None, total_ml: Decimal) -> Dose | None:
    if amount is None or point_ml is None:
        return None
    return Dose(EXACT.divide(EXACT.multiply(amount.amount, point_ml), total_ml), amount.measure)


def _portioned(recipe: Recipe, lines: tuple[WorkedLine, ...], total: Decimal, filled: Decimal) -> WorkedRecipe:
    point = recipe.per_point_ml
    if point is not None and point > total:
        raise DoseError(
            f"One point of {show_volume(point)} is more than the whole {show_number(total)} mL.", "per_point_ml"
        )
    portions = {} if point is None else _points(total, point)
    return WorkedRecipe(lines, total, recipe.diluent if filled else "", filled, point, **portions)


def _points(total: Decimal, point: Decimal) -> dict[str, Any]:
    points = int(total // point)
    return {"points": points, "left_over_ml": EXACT.subtract(total, EXACT.multiply(point, Decimal(points)))}
