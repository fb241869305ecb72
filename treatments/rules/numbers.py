"""Reading and writing numbers as people in a clinic do.

Rounding rule: nothing is rounded while reckoning (34 digits are carried); for display a number is rounded half up to
four significant digits, whole digits are never dropped, and what is not zero is never shown as 0. A share of a limit is
rounded **up**, so that a limit never looks farther away than it is.
"""

import re
from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import reduce

from treatments.rules.errors import DoseError

EXACT = Context(prec=34, rounding=ROUND_HALF_UP)
LARGEST = Decimal("1000000")
SIGNIFICANT = 4
SPACES = str.maketrans("", "", " \u00a0\u2009\u202f'\u2019")
PLAIN = re.compile(r"[0-9]*\.?[0-9]*")
GROUPED = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+")


def parse_number(
    given: str | int | Decimal,
    *,
    field: str = "",
    decimal_comma: bool = False,
    zero: bool = False,
    largest: Decimal = LARGEST,
) -> Decimal:
    """Read a positive plain number. `decimal_comma`: the reader's locale writes 0,5. `zero`: nought is allowed.

    No unit is implied. Raises DoseError (at `field`) for anything that is empty, negative, zero, not a number,
    infinite, written with an exponent, ambiguous, or above `largest`.
    """
    return check_number(_read(given, field, decimal_comma), field=field, zero=zero, largest=largest)


def check_number(number: Decimal, *, field: str = "", zero: bool = False, largest: Decimal = LARGEST) -> Decimal:
    """Pass on a number that can be a quantity (no unit).

    Raises DoseError (at `field`) for NaN, infinity, a negative, zero unless `zero`, or more than `largest`.
    """
    if not isinstance(number, Decimal) or not number.is_finite():
        raise DoseError("This is not a number.", field)
    if number < 0:
        raise DoseError("A quantity cannot be negative.", field)
    if number == 0 and not zero:
        raise DoseError("A quantity must be more than zero.", field)
    if number > largest:
        raise DoseError(f"{_short(number)} is too large: at most {show_number(largest)}.", field)
    return number


def _short(number: Decimal) -> str:
    return show_number(number) if number < Decimal("1e15") else "This number"


def _read(given: str | int | Decimal, field: str, decimal_comma: bool) -> Decimal:
    if isinstance(given, bool) or not isinstance(given, str | int | Decimal):
        raise DoseError("This is not a number.", field)
    if not isinstance(given, str):
        return Decimal(given)
    return _read_text(given.strip(), field, decimal_comma)


def _read_text(text: str, field: str, decimal_comma: bool) -> Decimal:
    if not text:
        raise DoseError("Enter a number.", field)
    bare = text.translate(SPACES)
    if bare.startswith(("-", "\u2212")):
        raise DoseError("A quantity cannot be negative.", field)
    if decimal_comma:
        bare = _comma_to_point(text, bare, field)
    elif "," in bare:
        raise DoseError(f"“{text}” can be read in two ways: write the decimals with a point, such as 0.5.", field)
    if len(bare) > 30 or not PLAIN.fullmatch(bare):
        raise DoseError(f"“{text[:30]}” is not a plain number: write it in digits, such as 12.5.", field)
    return _decimal(bare, text, field)


def _comma_to_point(text: str, bare: str, field: str) -> str:
    if "," not in bare and GROUPED.fullmatch(bare):
        raise DoseError(f"“{text}” can be read in two ways: write the decimals with a comma, such as 0,5.", field)
    if "," in bare and "." in bare:
        raise DoseError(f"“{text}” has a point and a comma: write it as 1250,5.", field)
    return bare.replace(",", ".")


def _decimal(bare: str, text: str, field: str) -> Decimal:
    try:
        return Decimal(bare)
    except InvalidOperation:
        raise DoseError(f"“{text}” is not a number.", field) from None


def sum_of(numbers: Iterable[Decimal]) -> Decimal:
    """The exact sum of some numbers of one unit; 0 of none."""
    return reduce(EXACT.add, numbers, Decimal(0))


def show_number(number: Decimal, *, decimal_comma: bool = False) -> str:
    """Write a number for people: leading zero, no trailing zero, four significant digits, no exponent. No unit."""
    text = _plain(_rounded(number))
    return text.replace(".", ",") if decimal_comma else text


def _rounded(number: Decimal) -> Decimal:
    if number == 0:
        return Decimal(0)
    places = max(0, SIGNIFICANT - 1 - number.adjusted())
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=Context(prec=60))


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("", "-0") else text


def show_percent(share: Decimal) -> str:
    """Write a share (1 = the whole) as a percentage rounded **up** to one decimal: 0.1234 -> "12.4 %"."""
    return f"{_plain((share * 100).quantize(Decimal('0.1'), rounding=ROUND_CEILING, context=Context(prec=60)))} %"
