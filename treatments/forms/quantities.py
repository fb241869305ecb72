"""A number with a unit of its own beside it, read as people in a clinic write it."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format

from treatments.rules.errors import DoseError
from treatments.rules.numbers import parse_number


def decimal_comma() -> bool:
    """Whether the reader's language writes 0,5."""
    return get_format("DECIMAL_SEPARATOR") == ","


class QuantityField(forms.CharField):
    """A positive number in plain digits; a comma where the language writes one. No unit is implied."""

    def __init__(self, **kwargs: Any) -> None:
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
            return parse_number(text, decimal_comma=decimal_comma())
        except DoseError as error:
            raise ValidationError(error.sentence, code="quantity") from error

    def prepare_value(self, value: Any) -> Any:
        return show_exactly(value) if isinstance(value, Decimal) else value


def show_exactly(number: Decimal) -> str:
    """Write what was typed, all its digits, without trailing zeros."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",") if decimal_comma() else text
