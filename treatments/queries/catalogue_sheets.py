"""Entries to read and sign together: the shortlist of day one, the sets, one kind at a time."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from treatments.catalogue.kinds import Kind
from treatments.domain.catalogue_trail import edition_of, fields_of, key_of, with_facts
from treatments.models import CatalogueEntry, Concern, EvidenceLevel, Ingredient, Protocol, Status, Technique, Zone
from treatments.models.catalogue.base import EntryQuerySet
from treatments.models.catalogue.facts import facts_of
from treatments.queries.catalogue_faces import FACES, SETS, SHORTLIST, kind_named
from treatments.queries.catalogue_lists import entries_of, name_of
from treatments.queries.catalogue_words import Difference, Fact, Names, address, differences, facts_in_words

SHOWN_APART = ("status", "verification")
OFFERABLE = (Status.CANDIDATE, Status.RESTRICTED)
SET_WORDS = {
    "care": (_("Care before and after"), _("What patients are told to do, and to leave, before and after a session.")),
    "rules": (_("Safety rules"), _("What stops a treatment or asks for a decision. They protect before approval too.")),
    "afterwards": (_("After treatment"), _("Reactions and what to do, when to look again, and the scales of results.")),
}


@dataclass(frozen=True)
class Leaf:
    """An entry to read: what it says, how it differs from the shipped one, and what was newly shipped."""

    entry: CatalogueEntry
    mark: str
    url: str
    facts: list[Fact]
    ours: list[Difference]
    news: list[Difference]

    @property
    def waits(self) -> bool:
        """Whether there is something to sign: it is not approved, or something new was shipped."""
        return not self.entry.is_approved or bool(self.entry.pending)


@dataclass(frozen=True)
class Group:
    """The leaves of one kind."""

    kind: Kind
    name: str
    icon: str
    leaves: list[Leaf]

    @property
    def waiting(self) -> int:
        return sum(leaf.waits for leaf in self.leaves)

    @property
    def differing(self) -> list[Leaf]:
        """The leaves that say something else than was shipped."""
        return [leaf for leaf in self.leaves if leaf.ours or leaf.news or not leaf.entry.shipped]


@dataclass(frozen=True)
class Shortlist:
    """What the chosen concerns need, and what they cannot have."""

    groups: list[Group]
    negative: list[Protocol]
    held_back: list[Ingredient]


@dataclass(frozen=True)
class SetToSign:
    """One set of kinds, counted."""

    name: str
    words: str
    about: str
    total: int
    waiting: int


def group(kind: Kind, rows: EntryQuerySet, names: Names) -> Group:
    """Return entries of a kind with all their facts. One query for each table of the kind and each kind mentioned."""
    leaves = [_leaf(kind, row, names) for row in with_facts(kind, rows)]
    return Group(kind, name_of(kind), FACES[kind.file].icon, leaves)


def set_to_read(name: str) -> list[Group]:
    """Return the kinds of a set with all their entries."""
    names = Names()
    return [group(kind, entries_of(kind), names) for kind in _kinds(SETS[name])]


def sets() -> list[SetToSign]:
    """Return the sets with what waits in each. One query for each kind."""
    return [_counted(name) for name in SETS]


def shortlist(concerns: Iterable[str]) -> Shortlist:
    """Return what the published protocols of these concerns need. Negative evidence is not suggested."""
    chosen = Concern.objects.filter(key__in=list(concerns))
    published = Protocol.objects.filter(concern__in=chosen, adopted_from=None)
    needed = published.filter(status__in=OFFERABLE).exclude(evidence_level=EvidenceLevel.NEGATIVE)
    used = Ingredient.objects.filter(pk__in=needed.values("ingredients"))
    rows = (chosen, needed, used.filter(status__in=OFFERABLE), _techniques(needed), _zones(needed))
    names = Names()
    return Shortlist(
        groups=[group(kind, found, names) for kind, found in zip(_kinds(SHORTLIST), rows, strict=True)],
        negative=list(published.filter(evidence_level=EvidenceLevel.NEGATIVE)),
        held_back=list(used.exclude(status__in=OFFERABLE)),
    )


def marked(marks: Iterable[str], kinds: Iterable[Kind]) -> tuple[list[CatalogueEntry], dict[str, str]]:
    """Return the entries that these marks name, of these kinds only, and the edition that was read of each."""
    read = {f"{file}:{key}": edition for file, key, edition in (mark.split(":") for mark in marks)}
    found: list[CatalogueEntry] = []
    for kind in kinds:
        keys = [name.partition(":")[2] for name in read if name.startswith(f"{kind.file}:")]
        if keys:
            found += list(entries_of(kind).filter(key__in=keys))
    return found, read


def _kinds(files: Iterable[str]) -> list[Kind]:
    return [kind for kind in map(kind_named, files) if kind]


def _leaf(kind: Kind, row: CatalogueEntry, names: Names) -> Leaf:
    now = facts_of(row, fields_of(kind))
    own = facts_of(row, row.changed_fields)
    return Leaf(
        entry=row,
        mark=f"{key_of(row)}:{edition_of(row)}",
        url=address(kind.file, row.key),
        facts=facts_in_words(kind, now, names, skip=SHOWN_APART),
        ours=differences(kind, row.shipped, own, names),
        news=differences(kind, now, row.pending, names),
    )


def _techniques(protocols: EntryQuerySet) -> EntryQuerySet:
    """Those the protocols name; all of them where a protocol leaves its technique open."""
    offered = Technique.objects.filter(status__in=OFFERABLE)
    if protocols.filter(technique=None).exists():
        return offered
    return offered.filter(pk__in=protocols.values("technique"))


def _zones(protocols: EntryQuerySet) -> EntryQuerySet:
    regions = {region for listed in protocols.values_list("regions", flat=True) for region in listed}
    return Zone.objects.filter(status__in=OFFERABLE, region__in=regions)


def _counted(name: str) -> SetToSign:
    words, about = SET_WORDS[name]
    to_sign = Q(approved_at__isnull=True) | ~Q(pending={})
    counts = [
        entries_of(kind).aggregate(total=Count("pk"), waiting=Count("pk", filter=to_sign))
        for kind in _kinds(SETS[name])
    ]
    total, waiting = (sum(count[what] for count in counts) for what in ("total", "waiting"))
    return SetToSign(name, str(words), str(about), total, waiting)
