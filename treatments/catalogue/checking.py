"""Check the whole catalogue before anything is stored: every error is found, each names file, entry and field."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.core.exceptions import ValidationError as ModelError
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from treatments.catalogue.kinds import KINDS, Kind
from treatments.catalogue.reading import DATA, read_entries
from treatments.catalogue.shipping import amounts_of, columns_of, shipped_facts
from treatments.catalogue.specs.base import Spec
from treatments.models.catalogue import CatalogueRow

PLAIN_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is not a field of this file",
    "too_short": "needs at least one",
    "finite_number": "is not a number",
}


_FOUND_RIGHT: set[tuple[str, str]] = set()  # file and entry


class CatalogueError(Exception):
    """The catalogue cannot be loaded. `errors` holds one sentence for each thing to mend."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


@dataclass(frozen=True)
class CheckedEntry:
    """An entry that is right: its key and its facts as plain values."""

    key: str
    facts: dict[str, Any]


def check(folder: Path = DATA) -> dict[str, list[CheckedEntry]]:
    """Return the checked entries of each file. Raises CatalogueError with all errors of all files."""
    errors: list[str] = []
    raw: dict[str, list[dict[str, Any]]] = {}
    for kind in KINDS:
        raw[kind.file], odd = read_entries(folder / f"{kind.file}.yaml")
        errors += odd
    known = known_keys(raw)
    checked = {kind.file: list(_check_file(kind, raw[kind.file], known, errors)) for kind in KINDS}
    if errors:
        raise CatalogueError(errors)
    return checked


def known_keys(raw: dict[str, list[dict[str, Any]]]) -> dict[str, set[Any]]:
    """The keys that each file offers to the others. A contraindication can also be named by its condition."""
    known: dict[str, set[Any]] = {file: {str(entry.get("key")) for entry in rows} for file, rows in raw.items()}
    known["contraindications"] |= {
        str(entry["condition_key"]) for entry in raw["contraindications"] if entry.get("condition_key")
    }
    return known


def _check_file(
    kind: Kind, entries: list[dict[str, Any]], known: dict[str, set[Any]], errors: list[str]
) -> Iterator[CheckedEntry]:
    times = Counter(str(entry.get("key")) for entry in entries)
    errors += [f"{kind.file}.yaml: {key}: the key stands {n} times." for key, n in times.items() if n > 1]
    for number, entry in enumerate(entries, 1):
        name = f"{kind.file}.yaml: {entry.get('key') or f'entry {number}'}"
        try:
            spec = kind.spec.model_validate(entry, context=known)
            yield _checked(kind, spec)
        except ValidationError as error:
            errors += [f"{name}: {sentence(detail)}" for detail in error.errors(include_url=False)]
        except ModelError as error:
            errors += [f"{name}: {line}" for line in _model_sentences(error)]


def _checked(kind: Kind, spec: Spec) -> CheckedEntry:
    """Hold the entry against the table's own limits and named constraints too, once in this process.

    They read nothing but the entry, and to ask the database takes far longer than all else.
    """
    entry = CheckedEntry(str(spec.key), shipped_facts(kind.model, spec))  # type: ignore[attr-defined]
    known = (kind.file, repr(entry))
    if known not in _FOUND_RIGHT:
        _hold_against_table(kind.model, entry)
        _FOUND_RIGHT.add(known)
    return entry


def _hold_against_table(model: type[CatalogueRow], entry: CheckedEntry) -> None:
    row = model(key=entry.key, **columns_of(model, entry.facts))
    row.clean_fields(exclude={field.name for field in row._meta.fields if field.is_relation})
    row.validate_constraints(exclude={"approved_by", "approved_at"})  # no file approves
    for amount in amounts_of(model, entry.facts):
        amount.validate_constraints()


def sentence(detail: ErrorDetails) -> str:
    """One error as a sentence: the field, what is wrong, and the value it holds."""
    words = PLAIN_WORDS.get(detail["type"], detail["msg"])
    value = detail["input"]
    said = f" (it says “{value}”)" if isinstance(value, str | int | float) and detail["type"] != "missing" else ""
    return f"{_place(detail['loc'])}: {words}{said}."


def _place(loc: Iterable[str | int]) -> str:
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc)
    return place.lstrip(".") or "entry"


def _model_sentences(error: ModelError) -> list[str]:
    lines = [(field, text) for field, texts in error.message_dict.items() for text in texts]
    return [text if field == NON_FIELD_ERRORS else f"{field}: {text}" for field, text in lines]
