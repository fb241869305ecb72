"""Quantities as people read them: {{ volume|volume }}, {{ line.dose|quantity }}, {{ share|percent }}."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _

from treatments.forms.quantities import decimal_comma, show_exactly
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
def exactly(value: Decimal | None) -> str:
    """A number with all its digits, as somebody wrote it down."""
    return "" if value is None else show_exactly(value)


@register.filter
def plain(value: Decimal) -> str:
    """A number for markup: a point, no exponent."""
    return f"{value:f}"


@register.filter
def deviation(away: Decimal) -> str:
    """How far something lies from what was typed: "1 % above", "less than 0.1 % below"."""
    percent = abs(away * 100).quantize(Decimal("0.1"))
    far = f"{show_number(percent, decimal_comma=decimal_comma())} %" if percent else _("less than 0.1 %")
    return _("%(far)s above") % {"far": far} if away > 0 else _("%(far)s below") % {"far": far}


@register.filter
def percent(share: Decimal | None) -> str:
    """A share of a limit, rounded up."""
    return "" if share is None else show_percent(share)
