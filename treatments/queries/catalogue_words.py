"""Plain facts of the catalogue as people read them: choices in words, keys as names with the way to their entry."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from treatments.catalogue.kinds import KINDS, Kind
from treatments.catalogue.references import CONDITION_OF_RULE, NAMES_KEYS_OF
from treatments.catalogue.words import label_of
from treatments.models.catalogue import CatalogueEntry, Contraindication, Region

EMPTY: tuple[Any, ...] = (None, "", [], {}, False)


@dataclass(frozen=True)
class Value:
    """One thing a fact says: its words, the page it leads to, the keys of its sources."""

    words: str
    url: str = ""
    cited: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fact:
    """A field in words."""

    name: str
    label: str
    values: list[Value]


@dataclass(frozen=True)
class Difference:
    """A field that says one thing here and another there."""

    label: str
    before: list[Value]
    after: list[Value]


class Names:
    """The names of entries by their keys, read once a kind and only when a fact mentions it."""

    def __init__(self) -> None:
        self._by_file: dict[str, dict[str, str]] = {}

    def of(self, file: str) -> dict[str, str]:
        """Return key → name of a kind. One query, the first time."""
        if file not in self._by_file:
            self._by_file[file] = {row.key: str(row) for row in _kind(file).model._default_manager.all()}
        return self._by_file[file]

    @cached_property
    def conditions(self) -> dict[str, str]:
        """Return code → condition, of those asked for and those that speak against treatment."""
        against = Contraindication.objects.exclude(condition_key="").values_list("condition_key", "condition")
        return {**dict(against), **self.of("asked_conditions")}


def facts_in_words(kind: Kind, facts: dict[str, Any], names: Names, *, skip: Iterable[str] = ()) -> list[Fact]:
    """Return what plain facts say, field by field; what is empty is left out. One query for each kind mentioned."""
    said = {name: value for name, value in facts.items() if value not in EMPTY and name not in skip}
    return [Fact(name, label_of(name), in_words(kind, name, value, names)) for name, value in said.items()]


def differences(kind: Kind, before: dict[str, Any], after: dict[str, Any], names: Names) -> list[Difference]:
    """Return the fields of `after` beside what `before` says of them."""
    return [
        Difference(label_of(name), in_words(kind, name, before.get(name), names), in_words(kind, name, value, names))
        for name, value in after.items()
    ]


def in_words(kind: Kind, name: str, value: Any, names: Names) -> list[Value]:
    """Return one plain fact in words, as a list of what it says; nothing for an empty one."""
    if value in EMPTY:
        return []
    many = value if isinstance(value, list) else [value]
    say = _speaker(kind, name, names)
    return [say(one) for one in many]


def _speaker(kind: Kind, name: str, names: Names) -> Callable[[Any], Value]:
    field = kind.model._meta.get_field(name)
    if field.one_to_many:
        return _amount
    if field.is_relation:
        return _namer(names, file_of(field.related_model))
    if name == "condition_key" and kind.file == "ingredient_rules":
        return lambda key: _condition(key, names)
    if name in NAMES_KEYS_OF:
        return _namer(names, *NAMES_KEYS_OF[name])
    choices = dict(Region.choices if name == "regions" else getattr(field, "flatchoices", ()))
    return lambda one: _plain(one, choices)


def _namer(names: Names, *files: str) -> Callable[[str], Value]:
    def named(key: str) -> Value:
        file = next((file for file in files if key in names.of(file)), "")
        return Value(names.of(file)[key], address(file, key)) if file else Value(key)

    return named


def _condition(key: str, names: Names) -> Value:
    file = next((file for file in CONDITION_OF_RULE if key in names.of(file)), "")
    return Value(names.conditions.get(key, key), address(file, key) if file else "")


def _amount(amount: dict[str, Any]) -> Value:
    end = f"–{amount['value_max']}" if amount.get("value_max") else ""
    number = amount["as_published"] or f"{amount['value']}{end} {amount['unit']}"
    return Value(": ".join(part for part in (number, amount["context"]) if part), cited=tuple(amount["sources"]))


def _plain(one: Any, choices: dict[Any, Any]) -> Value:
    if one is True:
        return Value(_("yes"))
    if isinstance(one, dict):
        return _inner(one)
    return Value(str(choices.get(one, plain_number(one))))


def _inner(one: dict[str, Any]) -> Value:
    """A fact with facts inside: a published value with its source, a code, a limit."""
    cited = one.get("source") or one.get("sources") or ()
    said = {name: value for name, value in one.items() if name not in ("source", "sources") and value not in EMPTY}
    if set(said) == {"value"}:
        return Value(str(said["value"]), cited=_keys(cited))
    return Value("; ".join(f"{_code(name)} {_flat(value)}" for name, value in said.items()), cited=_keys(cited))


def _keys(cited: Any) -> tuple[str, ...]:
    return (cited,) if isinstance(cited, str) else tuple(cited)


def _code(name: str) -> str:
    return name.upper() if name in ("atc", "cas", "unii") else label_of(name)


def _flat(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_flat(one) for one in value)
    if isinstance(value, dict):
        return " ".join(_flat(inner) for inner in value.values() if inner not in EMPTY)
    return str(value)


def plain_number(value: Any) -> Any:
    """A Decimal without trailing zeros, anything else as it is."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def address(file: str, key: str) -> str:
    """Return where an entry is read, or nothing for what has no page of its own."""
    if not issubclass(_kind(file).model, CatalogueEntry):
        return ""
    return reverse("treatments:entry", args=[file, key])


def _kind(file: str) -> Kind:
    return next(kind for kind in KINDS if kind.file == file)


def file_of(model: Any) -> str:
    """Return the name of the kind whose table this is."""
    return next(kind.file for kind in KINDS if kind.model is model)
