"""What every rule kind is: an id, its words, its sources, and a pure function."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from treatments.rules.facts import CatalogueFacts, PatientFacts, PlanFacts, RecipeFacts
from treatments.rules.findings import Finding


@dataclass(frozen=True)
class Case:
    """All the facts of one screening."""

    patient: PatientFacts
    recipe: RecipeFacts
    plan: PlanFacts
    catalogue: CatalogueFacts


@dataclass(frozen=True)
class Kind:
    """A rule kind. `words` is the rule as a clinician reads it; `rows` names the catalogue rows that feed it.

    `settles`: its decides and notes are about the recipe alone and are not repeated once the recipe is settled.
    """

    id: str
    title: str
    words: str
    judge: Callable[[Case], Iterable[Finding]]
    rows: str = ""
    sources: tuple[str, ...] = ()
    settles: bool = False
