"""A number with a unit of its own beside it, read as people in a clinic write it."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from treatments.rules.errors import DoseError
from treatments.rules.numbers import parse_number


def decimal_comma() -> bool:
    """Whether the reader's language writes 0,5."""
    return get_format("DECIMAL_SEPARATOR") == ","


class QuantityField(forms.CharField):
    """A positive number in plain digits; a comma where the language writes one. No unit is implied.

    `decimals` are those its column keeps and `largest` is the most it takes: more is refused, never rounded.
    """

    def __init__(self, *, decimals: int | None = None, largest: Decimal | None = None, **kwargs: Any) -> None:
        self.decimals, self.largest = decimals, largest
        kwargs.setdefault(
            "widget",
            forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "form-control num-input"}),
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            number = parse_number(text, decimal_comma=decimal_comma())
        except DoseError as error:
            raise ValidationError(error.sentence, code="quantity") from error
        self._refuse_what_is_not_kept(number)
        return number

    def _refuse_what_is_not_kept(self, number: Decimal) -> None:
        if self.largest is not None and number > self.largest:
            raise ValidationError(_("At most %(number)s.") % {"number": show_exactly(self.largest)}, code="quantity")
        if self.decimals is not None and _decimals_of(number) > self.decimals:
            sentence = ngettext(
                "Write at most %(count)s decimal: nothing is rounded here.",
                "Write at most %(count)s decimals: nothing is rounded here.",
                self.decimals,
            )
            raise ValidationError(sentence % {"count": self.decimals}, code="quantity")

    def prepare_value(self, value: Any) -> Any:
        return show_exactly(value) if isinstance(value, Decimal) else value


def show_exactly(number: Decimal) -> str:
    """Write what was typed, all its digits, without trailing zeros."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",") if decimal_comma() else text


def show_typed(value: Any) -> str:
    """Write a field's value as it stands: a number that was kept, or whatever somebody typed."""
    return show_exactly(value) if isinstance(value, Decimal) else str(value or "")


def _decimals_of(number: Decimal) -> int:
    """Return how many decimals are needed to write `number`; zeros at the end say nothing."""
    return len(f"{number:f}".partition(".")[2].rstrip("0"))
