"""Quantities with explicit units: strengths (per mL) and doses (an amount).

Everything is kept in one of two measures: "mg" (mass) and "IU" (units of activity). IU and mEq become a mass only when
the substance has a factor of its own; otherwise the conversion is refused, never guessed.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from treatments.rules.errors import DoseError
from treatments.rules.numbers import EXACT, check_number, parse_number, show_number
from treatments.rules.wording import show_dose, show_strength

MG, IU = "mg", "IU"
MASS_PER_ML = {
    "mg/mL": Decimal(1),
    "g/L": Decimal(1),
    "mg/L": Decimal("0.001"),
    "microgram/mL": Decimal("0.001"),
    "%": Decimal(10),
    "g/mL": Decimal(1000),
}
UNITS_PER_ML = {"IU/mL": Decimal(1)}
MASS = {"mg": Decimal(1), "g": Decimal(1000), "microgram": Decimal("0.001")}
SPELLINGS = {
    "percent": "%", "percent(w/v)": "%", "%(w/v)": "%", "%w/v": "%", "w/v": "%",
    "iu/ml": "IU/mL", "units/ml": "IU/mL", "unit/ml": "IU/mL", "u/ml": "IU/mL", "meq/ml": "mEq/mL",
    "iu": "IU", "units": "IU", "unit": "IU", "u": "IU", "meq": "mEq",
    "mg/ml": "mg/mL", "ratio": "ratio", "ml": "mL",
    "g/l": "g/L", "mg/l": "mg/L", "g/ml": "g/mL", "mg": "mg", "g": "g", "%": "%",
}  # fmt: skip
STRENGTH_UNITS = ("mg/mL", "%", "microgram/mL", "g/L", "IU/mL", "mEq/mL", "ratio")
DOSE_UNITS = ("mg", "g", "microgram", "IU", "mEq")
RATIO = re.compile(r"1\s*[:/]\s*([0-9][0-9 \u00a0\u2009\u202f]*)")


@dataclass(frozen=True)
class Factors:
    """What one unit of activity or one milliequivalent of a substance weighs, in mg; None = not defined for it."""

    mg_per_iu: Decimal | None = None
    mg_per_meq: Decimal | None = None


NO_FACTORS = Factors()


@dataclass(frozen=True)
class Dose:
    """An amount of substance: `amount` in `measure`, "mg" or "IU"."""

    amount: Decimal
    measure: str = MG

    def __str__(self) -> str:
        return show_dose(self)


@dataclass(frozen=True)
class Strength:
    """An amount of substance in one millilitre: `amount` in `measure` per mL."""

    amount: Decimal
    measure: str = MG

    def __str__(self) -> str:
        return show_strength(self)

    def dose_in(self, volume_ml: Decimal) -> Dose:
        """The dose held by `volume_ml` millilitres."""
        return Dose(EXACT.multiply(self.amount, volume_ml), self.measure)


def unit_name(text: str, *, field: str = "unit") -> str:
    """The one spelling of a unit, whatever was typed: "mcg/ml" is "microgram/mL". Raises DoseError if unknown."""
    bare = re.sub(r"\s+", "", text or "").lower().replace("\u00b5", "\u03bc")
    bare = re.sub(r"^(\u03bcg|ug|mcg|micrograms)(?=/|$)", "microgram", bare)
    known = SPELLINGS.get(bare, bare.replace("/ml", "/mL"))
    if known not in {*STRENGTH_UNITS, *DOSE_UNITS, *MASS_PER_ML, "mL"}:
        raise DoseError(f"“{text}” is not a unit this clinic uses.", field)
    return known


def ratio_strength(text: str, *, field: str = "stock_value") -> Strength:
    """Read a ratio strength: "1:200 000" is 1 g in 200 000 mL = 0.005 mg/mL. Raises DoseError when it is not one."""
    match = RATIO.fullmatch((text or "").strip())
    if not match:
        raise DoseError("Write a ratio strength as 1:200 000.", field)
    parts = parse_number(match[1], field=field, largest=Decimal("100000000"))
    return Strength(EXACT.divide(Decimal(1000), parts), MG)


def strength(value: Decimal, unit: str, *, factors: Factors = NO_FACTORS, field: str = "stock_value") -> Strength:
    """A strength from a number and its unit; 1 % (w/v) = 10 mg/mL. For unit "ratio" `value` is the parts (200000).

    Raises DoseError for an unknown unit, for mEq/mL without a factor, or for more than 2000 mg in a millilitre.
    """
    name = unit_name(unit, field=_unit_field(field))
    check_number(value, field=field, largest=Decimal("100000000"))
    if name == "ratio":
        return Strength(EXACT.divide(Decimal(1000), value), MG)
    if name in UNITS_PER_ML:
        return Strength(EXACT.multiply(value, UNITS_PER_ML[name]), IU)
    if name == "%" and value > 100:
        raise DoseError("A strength cannot be above 100 %.", field)
    found = Strength(EXACT.multiply(value, _mass_per_ml(name, factors, field)), MG)
    return dense_enough(found, f"{show_number(value)} {name}", field)


def _unit_field(field: str) -> str:
    return field.replace("value", "unit") if "value" in field else f"{field}_unit"


def _mass_per_ml(name: str, factors: Factors, field: str) -> Decimal:
    if name == "mEq/mL":
        return _factor(factors.mg_per_meq, "mEq", field)
    if name not in MASS_PER_ML:
        raise DoseError(f"“{name}” is not a strength: a strength is an amount per mL.", _unit_field(field))
    return MASS_PER_ML[name]


def dense_enough(found: Strength, typed: str, field: str) -> Strength:
    """Pass on a strength that a liquid can have. Raises DoseError, naming what was typed, above 2000 mg/mL."""
    if found.measure == MG and found.amount > Decimal(2000):
        raise DoseError(f"{typed} is more than a millilitre can hold: check the unit.", field)
    return found


def dose(value: Decimal, unit: str, *, factors: Factors = NO_FACTORS, field: str = "total_dose") -> Dose:
    """A dose from a number and its unit (mg, g, microgram, IU, mEq).

    Raises DoseError for an unknown unit or a missing factor.
    """
    name = unit_name(unit, field=_unit_field(field))
    check_number(value, field=field, largest=Decimal("100000000"))
    if name == "IU":
        return Dose(value, IU)
    if name == "mEq":
        return Dose(EXACT.multiply(value, _factor(factors.mg_per_meq, "mEq", field)), MG)
    if name not in MASS:
        raise DoseError(f"“{unit}” is not a dose: use mg, g, microgram or units.", _unit_field(field))
    return Dose(EXACT.multiply(value, MASS[name]), MG)


def in_measure(amount: Decimal, measure: str, wanted: str, *, factors: Factors, field: str) -> Decimal:
    """`amount` of `measure` expressed in `wanted` ("mg" or "IU"), by the substance's own factor.

    Raises DoseError when the substance has none: IU and mass are never exchanged by guess.
    """
    if measure == wanted:
        return amount
    factor = _factor(factors.mg_per_iu, "units (IU)", field)
    return EXACT.multiply(amount, factor) if wanted == MG else EXACT.divide(amount, factor)


def _factor(factor: Decimal | None, name: str, field: str) -> Decimal:
    if factor is None:
        raise DoseError(f"{name} and mg cannot be exchanged for this substance: no factor is defined.", field)
    return factor
