"""A catalogue row as plain values: relations as keys, decimals as text. What a load compares and keeps."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import models

AMOUNT_FIELDS = ("value", "value_max", "unit", "as_published", "context", "sources")


def plain(value: Any) -> Any:
    """A Decimal as text without trailing zeros ("4.5"), anything else as it is."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def facts_of(row: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    """The current value of each field: a foreign key as the other row's key, many of them as sorted keys."""
    return {name: _fact(row, row._meta.get_field(name)) for name in fields}


def _fact(row: models.Model, field: Any) -> Any:
    if field.one_to_many:
        return [_amount(child) for child in getattr(row, field.get_accessor_name()).all()]
    if field.many_to_many:
        name = field.name if field.concrete else field.get_accessor_name()
        return sorted(other.key for other in getattr(row, name).all())
    value = getattr(row, field.name)
    return plain(getattr(value, "key", value))


def _amount(child: models.Model) -> dict[str, Any]:
    return {name: plain(getattr(child, name)) for name in AMOUNT_FIELDS}
