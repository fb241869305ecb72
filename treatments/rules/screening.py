"""All rules over all facts."""

from treatments.rules.facts import CatalogueFacts, PatientFacts, PlanFacts, RecipeFacts
from treatments.rules.findings import Finding, Level
from treatments.rules.kind import Case, Kind
from treatments.rules.kinds import ALL_KINDS

__all__ = ["ALL_KINDS", "screen"]


def screen(
    patient: PatientFacts, recipe: RecipeFacts, plan: PlanFacts, catalogue: CatalogueFacts
) -> tuple[Finding, ...]:
    """Everything the rules find, worst first; the order of lines or rows changes nothing.

    No unit is implied (each fact states its own); nothing is raised: a fact that is missing is a finding.
    """
    case = Case(patient, recipe, plan, catalogue)
    found = {item for kind in ALL_KINDS for item in kind.judge(case) if not _settled(kind, item, recipe)}
    return tuple(sorted(found, key=lambda item: item.sort_key))


def _settled(kind: Kind, found: Finding, recipe: RecipeFacts) -> bool:
    return kind.settles and recipe.settled and found.level < Level.STOP
