"""What every rule kind is: an id, its words, its sources, and a pure function."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from treatments.rules.facts import CatalogueFacts, IngredientFacts, PatientFacts, PlanFacts, RecipeFacts
from treatments.rules.findings import Finding
from treatments.rules.recognise import medicine_keys


@dataclass(frozen=True)
class Case:
    """All the facts of one screening."""

    patient: PatientFacts
    recipe: RecipeFacts
    plan: PlanFacts
    catalogue: CatalogueFacts

    @cached_property
    def substances(self) -> tuple[IngredientFacts, ...]:
        """Everything the patient is given: in the syringe, and on the skin before."""
        return self.recipe.substances + self.plan.topical

    @cached_property
    def contents(self) -> frozenset[str]:
        """The keys of everything the patient is given."""
        return frozenset(item.key for item in self.substances)

    @cached_property
    def medicines_taken(self) -> frozenset[str]:
        """The classes of medicine the patient takes, listed or named in free text."""
        return medicine_keys(self.patient.medicines, self.catalogue)


@dataclass(frozen=True)
class Rule:
    """One rule with its id, as the clinic reads it: what it is about and how far it goes as shipped.

    `level` is its worst; `may_override`: a stop of it can be. `unjudged`: it says that something cannot be judged.
    """

    id: str
    words: str
    level: str
    may_override: bool = False
    sources: tuple[str, ...] = ()
    unjudged: bool = False

    @property
    def may_be_lowered(self) -> bool:
        """Neither a stop nobody may override nor what cannot be judged is ever made less."""
        return not self.unjudged and self.level != "note" and (self.level != "stop" or self.may_override)


def _no_rules(catalogue: CatalogueFacts) -> Iterable[Rule]:
    return ()


@dataclass(frozen=True)
class Kind:
    """A rule kind. `words` is the rule as a clinician reads it; `rows` names the catalogue rows that feed it.

    `lists` names its rules, one for each row. `settles`: its decides and notes are about the recipe alone and are not
    repeated once the recipe is settled.
    """

    id: str
    title: str
    words: str
    judge: Callable[[Case], Iterable[Finding]]
    lists: Callable[[CatalogueFacts], Iterable[Rule]] = _no_rules
    rows: str = ""
    sources: tuple[str, ...] = ()
    settles: bool = False
