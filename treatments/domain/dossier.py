"""The dossier of a recipe: what speaks against the recipe itself, each doubt answered once, at its approval.

A doubt is what the rules find in the recipe alone and no longer say once it is settled: no published dose, no data on
stability or pH, an amount in a point far from the published one; and evidence that is none. A stop is never settled.
"""

from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.domain import audit
from clinic.practice.models import User
from treatments.domain.composition import composition_of
from treatments.domain.recipe_facts import version_facts
from treatments.domain.rule_rows import catalogue_facts
from treatments.models import DossierEntry, Ingredient, RecipeState, RecipeVersion
from treatments.rules import evidence
from treatments.rules.facts import PatientFacts, PlanFacts
from treatments.rules.findings import Finding, Level
from treatments.rules.screening import ALL_KINDS, screen

Told = tuple[str, str, str]
"""A doubt as it was read: rule, subject, sentence."""

NOBODY, NO_PLAN = PatientFacts(today=date(2000, 1, 1)), PlanFacts()
ABOUT_THE_RECIPE = frozenset({kind.id for kind in ALL_KINDS if kind.settles} | {"ingredient_status"})


@dataclass(frozen=True)
class Doubt:
    """One doubt about a version; `entry` is its answer, `earlier` what was answered for an earlier version."""

    finding: Finding
    entry: DossierEntry | None = None
    earlier: str = ""

    @property
    def key(self) -> str:
        """What a form calls it."""
        return sha256(repr(_told(self.finding)).encode()).hexdigest()[:12]

    @property
    def is_open(self) -> bool:
        return self.entry is None


@dataclass(frozen=True)
class Judged:
    """What the rules say of a version alone: doubts to settle, and stops that stay."""

    doubts: tuple[Doubt, ...]
    stops: tuple[Finding, ...]

    @property
    def open(self) -> tuple[Doubt, ...]:
        return tuple(doubt for doubt in self.doubts if doubt.is_open)

    @property
    def final_stops(self) -> tuple[Finding, ...]:
        """Stops that nobody may override: such a recipe can never be given."""
        return tuple(stop for stop in self.stops if not stop.may_override)


def judge(version: RecipeVersion) -> Judged:
    """Return what the rules say of the version alone. A constant number of queries: the rule rows, lines, answers."""
    recipe, rows = version_facts(version), catalogue_facts()
    found = screen(NOBODY, replace(recipe, settled=False), NO_PLAN, rows)
    lasting = set(screen(NOBODY, replace(recipe, settled=True), NO_PLAN, rows))
    answers, earlier = _answers(version)
    doubts = [item for item in found if item not in lasting and item.level == Level.DECIDE]
    doubts += evidence.doubts(_evidence(entry) for entry in composition_of(version).ingredients)
    return Judged(
        tuple(Doubt(item, answers.get(_told(item)), earlier.get(_told(item), "")) for item in doubts),
        tuple(item for item in found if item.level == Level.STOP and _kind(item) in ABOUT_THE_RECIPE),
    )


def _evidence(entry: Ingredient) -> evidence.Evidence:
    return evidence.Evidence(entry.name, entry.evidence_level, tuple(entry.sources))


@transaction.atomic
def settle(*, version: RecipeVersion, doubt: Doubt, answer: str, by: User) -> DossierEntry:
    """Keep the answer to one doubt about a submitted version. Answering anew replaces what was answered before.

    Raises Refusal (at the doubt's key) without an answer, by who may not approve, or once it is no longer waiting.
    """
    if not by.may_approve:
        raise Refusal(_("Only somebody who may approve settles a doubt about a recipe."))
    if not answer.strip():
        raise Refusal(_("Answer this doubt: why may the recipe be given all the same?"), field=doubt.key)
    locked = RecipeVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    if locked.state != RecipeState.SUBMITTED:
        raise Refusal(_("This version is no longer waiting for approval."), code="conflict")
    found = doubt.finding
    entry, _new = DossierEntry.objects.update_or_create(
        version=version,
        rule=found.rule,
        subject=found.subject[:120],
        defaults={"sentence": found.sentence, "sources": list(found.sources), "answer": answer.strip(), "by": by},
    )
    audit.record(verb="recipe.settle", about=f"recipe:{version.uuid}", by=by, details={"rule": found.rule})
    return entry


def _answers(version: RecipeVersion) -> tuple[dict[Told, DossierEntry], dict[Told, str]]:
    """The answers of this version, and the words of earlier ones of the same recipe. One query."""
    entries = DossierEntry.objects.filter(version__recipe=version.recipe_id).select_related("by").order_by("at")
    mine, earlier = {}, {}
    for entry in entries:
        key = entry.rule, entry.subject, entry.sentence
        if entry.version_id == version.pk:
            mine[key] = entry
        else:
            earlier[key] = entry.answer
    return mine, earlier


def _told(item: Finding) -> Told:
    return item.rule, item.subject[:120], item.sentence


def _kind(item: Finding) -> str:
    return item.rule.partition("/")[0]
