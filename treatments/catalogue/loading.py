"""Bring the checked catalogue into the database. What the clinic changed, approved or added stays the clinic's."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from treatments.catalogue.checking import CheckedEntry, check
from treatments.catalogue.kinds import KINDS, Kind
from treatments.catalogue.reading import DATA
from treatments.catalogue.shipping import write_facts
from treatments.models.catalogue import CatalogueEntry, CatalogueRow
from treatments.models.catalogue.facts import facts_of

CREATED, UPDATED, UNCHANGED, WAITING, OWN, GONE = (
    "created",
    "updated",
    "unchanged",
    "waiting",
    "own",
    "no longer shipped",
)


@dataclass
class Report:
    """What a load did: counts for each file, and the entries that ask for a person's eye."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    notable: list[tuple[str, str]] = field(default_factory=list)

    def add(self, kind: Kind, key: str, outcome: str) -> None:
        self.counts.setdefault(kind.file, Counter())[outcome] += 1
        if outcome in (WAITING, OWN, GONE):
            self.notable.append((f"{kind.file}: {key}", outcome))

    @property
    def totals(self) -> Counter[str]:
        return sum(self.counts.values(), Counter())


def load(folder: Path = DATA) -> Report:
    """Check every file, then store all entries in one transaction.

    Raises CatalogueError, with nothing stored, when anything is wrong. Loading the same files again changes nothing.
    """
    checked = check(folder)
    report = Report()
    with transaction.atomic():
        for kind in KINDS:
            _load_kind(kind, checked[kind.file], report)
    return report


def _load_kind(kind: Kind, entries: list[CheckedEntry], report: Report) -> None:
    rows = {row.key: row for row in kind.model._default_manager.all()}
    for order, entry in enumerate(entries, 1):
        report.add(kind, entry.key, _load_entry(kind, rows.pop(entry.key, None), entry, order))
    for row in rows.values():
        if row.shipped:
            report.add(kind, row.key, GONE)


def _load_entry(kind: Kind, row: CatalogueRow | None, entry: CheckedEntry, order: int) -> str:
    if row is None:
        write_facts(kind.model(key=entry.key, order=order, shipped=entry.facts), entry.facts)
        return CREATED
    if not row.shipped:
        return OWN
    if row.order != order:
        kind.model._default_manager.filter(pk=row.pk).update(order=order)
    if isinstance(row, CatalogueEntry) and row.is_approved:
        return _hold_back(row, entry)
    return _update(row, entry)


def _hold_back(row: CatalogueEntry, entry: CheckedEntry) -> str:
    """An approved entry keeps its words; newer shipped ones wait for the medical director."""
    _learn_new_fields(row, entry)
    news = {name: value for name, value in entry.facts.items() if row.shipped.get(name) != value}
    if row.pending != news:
        row.pending = news
        row.save(update_fields=["pending"])
    return WAITING if news else UNCHANGED


def _learn_new_fields(row: CatalogueEntry, entry: CheckedEntry) -> None:
    """A field that earlier releases did not have, and that says what the row says already, is no news."""
    unsaid = {name: value for name, value in entry.facts.items() if name not in row.shipped}
    if unsaid and facts_of(row, unsaid) == unsaid:
        row.shipped = {**row.shipped, **unsaid}
        row.save(update_fields=["shipped"])


def _update(row: CatalogueRow, entry: CheckedEntry) -> str:
    if row.shipped == entry.facts:
        return UNCHANGED
    take_shipped(row, entry.facts)
    return UPDATED


def take_shipped(row: CatalogueRow, facts: dict[str, Any]) -> None:
    """Give a row newly shipped facts, except in the fields whose value is the clinic's own."""
    now = facts_of(row, facts)
    ours = {name for name, value in row.shipped.items() if name in now and now[name] != value}
    row.shipped = {**row.shipped, **facts}
    write_facts(row, {name: value for name, value in facts.items() if name not in ours})
