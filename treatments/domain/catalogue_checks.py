"""What is not possible about an entry somebody writes: the spec of shipped ones, and the table's own limits."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError as Broken
from pydantic import ValidationError

from treatments.catalogue.checking import sentence
from treatments.catalogue.kinds import KINDS, Kind
from treatments.catalogue.shipping import columns_of, shipped_facts
from treatments.models import Contraindication


def problems(
    kind: Kind, key: str, facts: dict[str, Any], *, to_come: Iterable[str] = ()
) -> Iterator[tuple[str | None, str]]:
    """Yield field and sentence of everything that is not possible about these facts.

    `to_come`: keys of sources that will be added with the entry.
    """
    known = known_keys()
    known["sources"] |= set(to_come)
    try:
        spec = kind.spec.model_validate({"key": key, **facts}, context=known)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            yield (str(detail["loc"][0]) if detail["loc"] else None), sentence(detail)
        return
    yield from _broken_constraints(kind, key, shipped_facts(kind.model, spec))


def known_keys() -> dict[str, set[str]]:
    """Return the keys that entries may name, by kind. One query a kind."""
    known = {kind.file: set(kind.model._default_manager.values_list("key", flat=True)) for kind in KINDS}
    named = Contraindication.objects.exclude(condition_key="").values_list("condition_key", flat=True)
    known["contraindications"] |= set(named)
    return known


def _broken_constraints(kind: Kind, key: str, facts: dict[str, Any]) -> Iterator[tuple[str | None, str]]:
    row = kind.model(key=key, **columns_of(kind.model, facts))
    for constraint in kind.model._meta.constraints:
        named = [name for name in _fields_in(getattr(constraint, "condition", None)) if name in facts]
        if named and not _holds(constraint, row):
            yield named[-1], str(constraint.violation_error_message)


def _holds(constraint: Any, row: Any) -> bool:
    try:
        constraint.validate(type(row), row)
    except Broken:
        return False
    return True


def _fields_in(condition: Any) -> Iterator[str]:
    """The fields a check speaks of, in its own order: its sentence belongs to the last."""
    for child in condition.children if condition else ():
        if isinstance(child, tuple):
            yield str(child[0]).partition("__")[0]
        else:
            yield from _fields_in(child)
