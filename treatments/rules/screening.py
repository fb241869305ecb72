"""All rules over all facts."""

from collections.abc import Iterator

from treatments.rules.facts import CatalogueFacts, PatientFacts, PlanFacts, RecipeFacts
from treatments.rules.findings import Finding, Level
from treatments.rules.kind import Case, Kind
from treatments.rules.kinds import ALL_KINDS
from treatments.rules.levels import at_clinic_level

__all__ = ["ALL_KINDS", "screen"]


def screen(
    patient: PatientFacts, recipe: RecipeFacts, plan: PlanFacts, catalogue: CatalogueFacts
) -> tuple[Finding, ...]:
    """Everything the rules find, worst first; the order of lines or rows changes nothing.

    No unit is implied (each fact states its own); nothing is raised: a fact that is missing is a finding.
    """
    case = Case(patient, recipe, plan, catalogue)
    found = {item for kind in ALL_KINDS for item in _judged(kind, case)}
    return tuple(sorted(found, key=lambda item: item.sort_key))


def _judged(kind: Kind, case: Case) -> Iterator[Finding]:
    """What the kind finds, at the clinic's level, without what was settled with the recipe."""
    for item in kind.judge(case):
        found = at_clinic_level(item, case.catalogue.levels.get(item.rule))
        if not _settled(kind, found, case.recipe):
            yield found


def _settled(kind: Kind, found: Finding, recipe: RecipeFacts) -> bool:
    return kind.settles and recipe.settled and found.level < Level.STOP
