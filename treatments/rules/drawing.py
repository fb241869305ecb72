"""One line of a recipe: how much stock to draw up."""

from decimal import Decimal

from treatments.rules.errors import DoseError
from treatments.rules.numbers import EXACT, check_number, show_number
from treatments.rules.recipes import RecipeLine
from treatments.rules.units import Dose, Strength, dense_enough, dose, in_measure, strength
from treatments.rules.wording import show_strength, show_volume

LARGEST_ML = Decimal(1000)


def draw(line: RecipeLine, target_ml: Decimal | None) -> tuple[Decimal, Strength | None, Dose | None]:
    """Volume (mL), stock and dose of one line; stock and dose are None on a volume-only line.

    Raises DoseError at the field to blame.
    """
    _one_amount(line)
    stock = stock_of(line)
    if stock is None:
        return _volume_only(line), None, None
    if line.stock_volume_ml is not None:
        check_volume(line.stock_volume_ml, "stock_volume_ml")
        return line.stock_volume_ml, stock, stock.dose_in(line.stock_volume_ml)
    amount = _wanted_dose(line, stock, target_ml)
    volume = EXACT.divide(amount.amount, stock.amount)
    check_volume(volume, "total_dose" if line.total_dose is not None else "final_concentration")
    return volume, stock, amount


def stock_of(line: RecipeLine) -> Strength | None:
    """How strong the line's stock is: as typed, or its powder over the millilitres it is dissolved in; None if neither.

    Raises DoseError for both at once, half a powder, or an impossible strength.
    """
    if line.powder_value is None and line.dissolved_in_ml is None:
        return None if line.stock_value is None else strength(line.stock_value, line.stock_unit, factors=line.factors)
    if line.stock_value is not None:
        raise DoseError("A powder makes its own strength: leave the stock strength empty.", "stock_value")
    if line.powder_value is None:
        raise DoseError("Enter how much powder the vial holds.", "powder_value")
    if line.dissolved_in_ml is None:
        raise DoseError("Enter in how many mL the powder is dissolved.", "dissolved_in_ml")
    return _dissolved(line, line.powder_value, line.dissolved_in_ml)


def _dissolved(line: RecipeLine, powder: Decimal, millilitres: Decimal) -> Strength:
    check_volume(millilitres, "dissolved_in_ml")
    held = dose(powder, line.powder_unit, factors=line.factors, field="powder_value")
    return dense_enough(
        Strength(EXACT.divide(held.amount, millilitres), held.measure),
        f"{show_number(powder)} {line.powder_unit} in {show_volume(millilitres)}",
        "dissolved_in_ml",
    )


def _one_amount(line: RecipeLine) -> None:
    given = [value for value in (line.stock_volume_ml, line.total_dose, line.final_concentration) if value is not None]
    if not given:
        raise DoseError("Enter a stock volume, a total dose or a final concentration.", "stock_volume_ml")
    if len(given) > 1:
        raise DoseError(
            "Enter only one of stock volume, total dose and final concentration: the others follow.", "stock_volume_ml"
        )


def _volume_only(line: RecipeLine) -> Decimal:
    if line.stock_volume_ml is None:
        raise DoseError("Without a stock strength only a volume can be entered.", "stock_value")
    return check_number(line.stock_volume_ml, field="stock_volume_ml", largest=LARGEST_ML)


def _wanted_dose(line: RecipeLine, stock: Strength, target_ml: Decimal | None) -> Dose:
    if line.total_dose is not None:
        wanted = dose(line.total_dose, line.total_dose_unit, factors=line.factors)
        return Dose(
            in_measure(wanted.amount, wanted.measure, stock.measure, factors=line.factors, field="total_dose"),
            stock.measure,
        )
    if target_ml is None:
        raise DoseError("A final concentration needs a target volume.", "final_concentration")
    return _final(line, stock).dose_in(target_ml)


def _final(line: RecipeLine, stock: Strength) -> Strength:
    """The wanted final concentration in the stock's measure."""
    field = "final_concentration"
    typed = strength(
        line.final_concentration or Decimal(0), line.final_concentration_unit, factors=line.factors, field=field
    )
    wanted = Strength(
        in_measure(typed.amount, typed.measure, stock.measure, factors=line.factors, field=field), stock.measure
    )
    if wanted.amount > stock.amount:
        raise DoseError(f"{show_strength(wanted)} is stronger than the stock ({show_strength(stock)}).", field)
    return wanted


def check_volume(number: Decimal | None, field: str) -> None:
    """Refuse (DoseError) an impossible volume, at most 1000 mL; None passes."""
    if number is not None:
        check_number(number, field=field, largest=LARGEST_ML)
