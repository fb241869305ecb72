"""The list of one kind, searched and filtered, and the index of all kinds; each in a stated number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from treatments.catalogue.kinds import Kind
from treatments.catalogue.words import label_of
from treatments.models import CatalogueEntry, Concern, Status
from treatments.models.catalogue.base import EntryQuerySet
from treatments.models.catalogue.facts import facts_of
from treatments.queries.catalogue_faces import FACES, PARTS, REVIEWED, Face
from treatments.queries.catalogue_words import Fact, Names, in_words

PER_PAGE = 50
APPROVAL = {
    "approved": Q(approved_at__isnull=False),
    "waiting": Q(approved_at__isnull=True),
    "news": ~Q(pending={}),
    "own": Q(shipped={}),
}


@dataclass(frozen=True)
class Shelf:
    """One kind of the catalogue on its index: how many entries, how many wait for the medical director."""

    file: str
    name: str
    icon: str
    total: int
    waiting: int
    news: int


@dataclass(frozen=True)
class Part:
    """Shelves that belong together."""

    name: str
    shelves: list[Shelf]


@dataclass(frozen=True)
class Filter:
    """One choice above a list."""

    name: str
    label: str
    choices: list[tuple[str, str]]
    chosen: str


@dataclass(frozen=True)
class Row:
    """An entry in its list: the entry and what its columns say."""

    entry: CatalogueEntry
    cells: list[Fact]


@dataclass(frozen=True)
class Listing:
    """A page of a kind's list."""

    headings: list[str]
    rows: list[Row]
    page: Page
    filters: list[Filter]


def parts() -> list[Part]:
    """Return every kind that a director approves. One query each, twenty in all, however many entries."""
    shelves = {kind.file: _shelf(kind) for kind in REVIEWED}
    return [Part(str(name), [shelves[file] for file in files]) for name, files in PARTS]


def entries_of(kind: Kind) -> EntryQuerySet:
    """Return the entries of one of the kinds that a director approves."""
    return cast(EntryQuerySet, kind.model._default_manager.all())


def name_of(kind: Kind) -> str:
    """Return what a kind is called, in the plural."""
    return str(capfirst(kind.model._meta.verbose_name_plural))


def listing(kind: Kind, asked: dict[str, str], number: str | None = None) -> Listing:
    """Return a page of the entries that match. Two queries, one for each column in another table, one for concerns."""
    face = FACES[kind.file]
    found = _found(kind, face, asked)
    page = Paginator(_with(kind, found, face.columns), PER_PAGE).get_page(number)
    names = Names()
    return Listing(
        headings=[label_of(name) for name in face.columns],
        rows=[_row(kind, face, entry, names) for entry in page],
        page=page,
        filters=list(_filters(kind, face, asked)),
    )


def asked_of(kind: Kind, given: Any) -> dict[str, str]:
    """Return what a request asks of a kind's list, by name; unknown questions are not heard."""
    names = ("search", "status", "approval", "concern", *FACES[kind.file].filters)
    return {name: given.get(name, "").strip() for name in names}


def _shelf(kind: Kind) -> Shelf:
    counts = entries_of(kind).aggregate(
        total=Count("pk"),
        waiting=Count("pk", filter=Q(approved_at__isnull=True)),
        news=Count("pk", filter=~Q(pending={})),
    )
    return Shelf(kind.file, name_of(kind), FACES[kind.file].icon, **counts)


def _found(kind: Kind, face: Face, asked: dict[str, str]) -> EntryQuerySet:
    """Negative evidence comes last in a list: it is shown, never suggested."""
    found = entries_of(kind)
    if asked["search"]:
        found = found.filter(reduce(or_, (Q(**{f"{name}__icontains": asked["search"]}) for name in face.search)))
    wanted = {name: asked[name] for name in (*face.filters, "status") if asked[name]}
    if asked["concern"] and face.concern:
        wanted[f"{face.concern}__key"] = asked["concern"]
    found = found.filter(APPROVAL.get(asked["approval"], Q()), **wanted)
    pks = found.values("pk")  # a row that matches twice stands once, and its order stays the kind's own
    return entries_of(kind).filter(pk__in=pks)


def _with(kind: Kind, rows: EntryQuerySet, columns: Iterable[str]) -> EntryQuerySet:
    fields = [(name, kind.model._meta.get_field(name)) for name in columns]
    many = [name for name, field in fields if field.many_to_many or field.one_to_many]
    return rows.select_related(*[name for name, field in fields if field.many_to_one]).prefetch_related(*many)


def _row(kind: Kind, face: Face, entry: CatalogueEntry, names: Names) -> Row:
    said = facts_of(entry, face.columns)
    cells = [Fact(name, label_of(name), in_words(kind, name, said[name], names)) for name in face.columns]
    return Row(entry, cells)


def _filters(kind: Kind, face: Face, asked: dict[str, str]) -> Iterable[Filter]:
    for name in face.filters:
        choices = list(kind.model._meta.get_field(name).flatchoices)
        yield Filter(name, label_of(name), [(str(key), str(word)) for key, word in choices], asked[name])
    if face.concern:
        concerns = [(concern.key, concern.name) for concern in Concern.objects.all()]
        yield Filter("concern", _("Concern"), concerns, asked["concern"])
    yield Filter("status", _("Status"), [(key, str(word)) for key, word in Status.choices], asked["status"])
    yield Filter("approval", _("Approval"), _approvals(), asked["approval"])


def _approvals() -> list[tuple[str, str]]:
    return [
        ("waiting", _("waiting")),
        ("approved", _("approved")),
        ("news", _("with news")),
        ("own", _("the clinic's own")),
    ]
