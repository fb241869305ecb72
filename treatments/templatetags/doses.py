"""Quantities as people read them: {{ volume|volume }}, {{ line.dose|quantity }}, {{ share|percent }}."""

from decimal import Decimal
from typing import Any

from django import template

from treatments.forms.quantities import decimal_comma
from treatments.rules.numbers import show_number, show_percent
from treatments.rules.units import Strength
from treatments.rules.wording import show_dose, show_strength, show_volume

register = template.Library()


@register.filter
def volume(ml: Decimal | None) -> str:
    """A volume in mL; nothing where there is none."""
    return "" if ml is None else show_volume(ml, decimal_comma=decimal_comma())


@register.filter
def quantity(amount: Any) -> str:
    """A dose or a strength in words; nothing where there is none."""
    if amount is None:
        return ""
    show = show_strength if isinstance(amount, Strength) else show_dose
    return show(amount, decimal_comma=decimal_comma())


@register.filter
def number(value: Decimal | None) -> str:
    """A bare number, four digits at most."""
    return "" if value is None else show_number(value, decimal_comma=decimal_comma())


@register.filter
def percent(share: Decimal | None) -> str:
    """A share of a limit, rounded up."""
    return "" if share is None else show_percent(share)
