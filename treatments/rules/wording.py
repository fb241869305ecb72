"""Quantities in words, for screens and print: safe spelling, no abbreviations that have killed."""

from decimal import Decimal

from treatments.rules.numbers import show_number

SMALL = Decimal("0.01")


def show_dose(dose, *, decimal_comma: bool = False) -> str:
    """A dose in words: "4 mg", "5 microgram" (below 0.01 mg), "1500 units"."""
    if dose.measure == "IU":
        return f"{show_number(dose.amount, decimal_comma=decimal_comma)} units"
    if 0 < dose.amount < SMALL:
        return f"{show_number(dose.amount * 1000, decimal_comma=decimal_comma)} microgram"
    return f"{show_number(dose.amount, decimal_comma=decimal_comma)} mg"


def show_strength(strength, *, decimal_comma: bool = False) -> str:
    """A strength, always per millilitre: "0.005 mg/mL", "100 units/mL"."""
    word = "units/mL" if strength.measure == "IU" else "mg/mL"
    return f"{show_number(strength.amount, decimal_comma=decimal_comma)} {word}"


def show_volume(volume_ml: Decimal, *, decimal_comma: bool = False) -> str:
    """A volume: "0.05 mL"."""
    return f"{show_number(volume_ml, decimal_comma=decimal_comma)} mL"
