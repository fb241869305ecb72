"""One entry of the catalogue: what it says, where from, who decided what, and what uses it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy

from clinic.practice.models import AuditEntry, Location
from treatments.catalogue.kinds import Kind
from treatments.domain.catalogue_trail import edition_of, fields_of, key_of, with_facts
from treatments.models import (
    AllergyGroup,
    CatalogueEntry,
    DoseLimit,
    DrugInteraction,
    Incompatibility,
    Ingredient,
    IngredientNote,
    IngredientRule,
    Source,
)
from treatments.models.catalogue.facts import facts_of
from treatments.queries.catalogue_uses import UsedIn, uses_of
from treatments.queries.catalogue_words import Difference, Fact, Names, differences, facts_in_words

SHOWN_APART = ("status", "confidence", "verification", "sources")
DECISIONS = {
    "catalogue.approved": gettext_lazy("approved"),
    "catalogue.changed": gettext_lazy("changed"),
    "catalogue.adopted": gettext_lazy("took over what was shipped"),
    "catalogue.adopted_as_own": gettext_lazy("adopted as the clinic's own"),
    "catalogue.added": gettext_lazy("added"),
    "catalogue.restricted": gettext_lazy("restricted"),
    "catalogue.blocked": gettext_lazy("blocked"),
    "catalogue.reopened": gettext_lazy("reopened"),
}


@dataclass(frozen=True)
class Decided:
    """One line of an entry's history."""

    entry: AuditEntry
    words: str
    reason: str
    changes: list[Difference]


@dataclass(frozen=True)
class Cited:
    """A document that the entry, or what warns of it, names."""

    key: str
    title: str
    url: str
    kind_words: str
    note: str


@dataclass(frozen=True)
class EntryPage:
    """Everything about one entry."""

    kind: Kind
    entry: CatalogueEntry
    edition: str
    facts: list[Fact]
    ours: list[Difference]
    news: list[Difference]
    sources: list[Cited]
    history: list[Decided]
    uses: list[UsedIn]
    substance: "Substance | None" = field(default=None)

    @property
    def why_approved(self) -> str:
        """The reason of the approval that counts now."""
        verbs = ("catalogue.approved", "catalogue.adopted")
        return next((line.reason for line in self.history if line.entry.verb in verbs), "")


@dataclass(frozen=True)
class Substance:
    """What else is known of an ingredient: the rows that warn of it."""

    limits: list[DoseLimit]
    interactions: list[DrugInteraction]
    incompatibilities: list[Incompatibility]
    groups: list[AllergyGroup]
    possible_groups: list[AllergyGroup]
    rules: list[IngredientRule]
    notes: list[IngredientNote]

    @property
    def is_silent(self) -> bool:
        """Whether no row warns of it."""
        return not any(vars(self).values())


def entry_page(kind: Kind, key: str, here: Location) -> EntryPage | None:
    """Return one entry's page, or None. A few queries for each kind and table it touches, however much there is."""
    entry = with_facts(kind, kind.model._default_manager.all()).filter(key=key).first()
    if entry is None:
        return None
    names, now = Names(), facts_of(entry, fields_of(kind))
    substance = _substance(entry) if isinstance(entry, Ingredient) else None
    return EntryPage(
        kind=kind,
        entry=entry,
        edition=edition_of(entry),
        facts=facts_in_words(kind, now, names, skip=SHOWN_APART),
        ours=differences(kind, entry.shipped, {name: now[name] for name in entry.changed_fields}, names),
        news=differences(kind, now, entry.pending, names),
        sources=_sources(entry, substance),
        history=history(kind, entry, names),
        uses=list(uses_of(entry, here)),
        substance=substance,
    )


def history(kind: Kind, entry: CatalogueEntry, names: Names) -> list[Decided]:
    """Return who decided what about an entry, the newest first. One query, and one for each kind mentioned."""
    lines = AuditEntry.objects.filter(about=key_of(entry), verb__startswith="catalogue.").select_related("user")
    return [
        Decided(
            entry=line,
            words=str(DECISIONS.get(line.verb, line.verb)),
            reason=line.details.get("reason", ""),
            changes=differences(kind, line.details.get("before", {}), line.details.get("after", {}), names),
        )
        for line in lines
    ]


def _substance(entry: Ingredient) -> Substance:
    of_it = Q(a_ingredients=entry) | Q(b_ingredients=entry)
    return Substance(
        limits=list(entry.dose_limits.in_force()),
        interactions=list(entry.drug_interactions.in_force()),
        incompatibilities=list(Incompatibility.objects.in_force().filter(pk__in=Incompatibility.objects.filter(of_it))),
        groups=list(entry.allergy_groups.in_force()),
        possible_groups=list(entry.possible_allergy_groups.in_force()),
        rules=list(entry.rules.in_force()),
        notes=list(entry.notes.in_force()),
    )


def _sources(entry: CatalogueEntry, substance: Substance | None) -> list[Cited]:
    cited = {*entry.sources, *_keys_inside(facts_of(entry, _citing(entry)))}
    rows = (row for rows in vars(substance).values() for row in rows) if substance else ()
    cited |= {key for row in rows for key in row.sources}
    found = Source.objects.filter(key__in=cited).order_by("title")
    return [Cited(one.key, one.title, one.url, one.kind.replace("_", " "), one.note) for one in found]


def _citing(entry: CatalogueEntry) -> list[str]:
    """The facts of an entry that may name sources of their own."""
    fields = {"strengths", "doses", "codes", "max_dose", "published_values", "absolute_in", "relative_in"}
    fields |= {"disagreement_sources"}
    return [name for name in fields if name in {one.name for one in entry._meta.get_fields()}]


def _keys_inside(value: Any) -> Iterator[str]:
    """Every source's key that stands somewhere inside plain facts."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in ("source", "sources", "absolute_in", "relative_in", "disagreement_sources"):
                yield from [inner] if isinstance(inner, str) else inner
            else:
                yield from _keys_inside(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys_inside(inner)
