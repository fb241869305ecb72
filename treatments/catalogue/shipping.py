"""Between a checked entry and its row: the shipped facts, and how they are written."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Model

from treatments.catalogue.specs.base import Spec
from treatments.models.catalogue.facts import plain


def shipped_facts(model: type[Model], spec: Spec) -> dict[str, Any]:
    """What the file says of an entry, in the form of `facts_of`: decimals as text, many keys sorted."""
    facts = {name: _plain(value) for name, value in spec.model_dump(exclude={"key"}).items()}
    for name in facts:
        if model._meta.get_field(name).many_to_many:
            facts[name] = sorted(facts[name])
    return facts


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, str):
        return str(value.value) if hasattr(value, "value") else value
    return str(value) if hasattr(value, "unicode_string") else plain(value)


def columns_of(model: type[Model], facts: dict[str, Any]) -> dict[str, Any]:
    """The facts that are columns of the table itself, as Python values."""
    columns = {}
    for name, value in facts.items():
        field = model._meta.get_field(name)
        if isinstance(field, models.Field) and not field.is_relation:
            columns[name] = field.to_python(value)
    return columns


def amounts_of(model: type[Model], facts: dict[str, Any]) -> list[Model]:
    """The published amounts among the facts, as rows not stored yet."""
    fields = [model._meta.get_field(name) for name in facts]
    children = [field for field in fields if field.one_to_many]
    return [_amount(field.related_model, fact) for field in children for fact in facts[field.name]]


def _amount(model: Any, fact: dict[str, Any]) -> Any:
    numbers = {name: fact[name] and Decimal(fact[name]) for name in ("value", "value_max")}
    return model(**{**fact, **numbers})


def write_facts(row: Model, facts: dict[str, Any]) -> None:
    """Set these facts on a row and save it: columns and foreign keys first, then the keys of many, then amounts."""
    for name, value in columns_of(type(row), facts).items():
        setattr(row, name, value)
    relations: dict[str, Any] = {name: row._meta.get_field(name) for name in facts}
    for name, field in relations.items():
        if field.many_to_one:
            setattr(row, name, _row_with(field.related_model, facts[name]))
    row.save()
    for name, field in relations.items():
        if field.many_to_many:
            getattr(row, name).set(field.related_model._default_manager.filter(key__in=facts[name]))
        elif field.one_to_many:
            _write_amounts(row, name, facts[name])


def _row_with(model: Any, key: str | None) -> Any:
    return model._default_manager.get(key=key) if key else None


def _write_amounts(row: Any, name: str, amounts: list[dict[str, Any]]) -> None:
    rows = getattr(row, name)
    rows.all().delete()
    rows.bulk_create(rows.model(ingredient=row, order=order, **amount) for order, amount in enumerate(amounts))
