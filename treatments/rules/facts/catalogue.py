"""The rows of the clinic's own catalogue that feed the rules.

Levels are "stop", "decide", "note"; sources are catalogue keys.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Contraindication:
    """A condition that speaks against a treatment: of everybody, of some concerns, or of some ingredients.

    `condition_key` empty: judged by a kind of its own (age, allergy). `ask` False: silent while nobody asked.
    `valid_days`: how old a "no" may be, None = does not age, 0 = asked today. `medicine_keys`: taking one of them is a
    yes. `women_only`: asked only where a pregnancy is possible.
    """

    id: str
    text: str
    level: str
    condition_key: str = ""
    label: str = ""
    question: str = ""
    ask: bool = True
    valid_days: int | None = None
    may_override: bool = False
    women_only: bool = False
    medicine_keys: frozenset[str] = frozenset()
    ingredients: frozenset[str] = frozenset()
    concerns: frozenset[str] = frozenset()
    note: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class AllergyGroup:
    """Substances that react together.

    `members` are ingredient keys that belong, `possible_members` hold the allergen in some products only; `words`
    recognise what a patient writes, `crosses` are other groups reacting too; `every_injection`: met in any treatment
    (needle, antiseptic).
    """

    id: str
    name: str
    level: str = "stop"
    may_override: bool = False
    members: frozenset[str] = frozenset()
    possible_members: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    crosses: frozenset[str] = frozenset()
    cross_text: str = ""
    every_injection: bool = False
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class MedicineClass:
    """A class of medicines the rules know; `words` recognise what a patient writes."""

    key: str
    label: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Interaction:
    """Medicine classes against ingredients (empty: every injection). `same_as`: already said by that row, so silent."""

    id: str
    level: str
    medicine_keys: frozenset[str]
    effect: str
    ingredients: frozenset[str] = frozenset()
    may_override: bool = False
    same_as: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Incompatibility:
    """Two sets of ingredients that must not share a syringe (`b` empty: with anything else).

    `any_mixture`: speaks of every mixture of two or more active ingredients; `a` and `b` are then empty.
    """

    id: str
    level: str
    a: frozenset[str]
    b: frozenset[str]
    text: str
    may_override: bool = False
    any_mixture: bool = False
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class DoseLimit:
    """The most of some ingredients in one visit, all sources added: min(mg_per_kg × weight, cap_mg).

    Either number may be None. `with_epinephrine`: True holds only where every source comes with epinephrine, False
    where one comes without; None always holds. `window_days`: of all visits within so many days instead of one visit.
    """

    id: str
    ingredients: frozenset[str]
    mg_per_kg: Decimal | None = None
    cap_mg: Decimal | None = None
    with_epinephrine: bool | None = None
    may_override: bool = False
    sources: tuple[str, ...] = ()
    window_days: int | None = None


@dataclass(frozen=True)
class PointCheck:
    """How much of an ingredient (mg) was published for one injection point."""

    id: str
    ingredient: str
    mg: Decimal
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class IngredientNote:
    """A remark that never interrupts, for its audience: "prescriber", "injector" or "patient"."""

    id: str
    ingredient: str
    audience: str
    text: str
    men_only: bool = False
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClinicLevel:
    """The level of one rule as shipped, and the one in force in this clinic."""

    shipped: str
    here: str


@dataclass(frozen=True)
class CatalogueFacts:
    """All rule rows of one clinic. `levels`: by its id, each rule whose level the clinic has changed."""

    contraindications: tuple[Contraindication, ...] = ()
    allergy_groups: tuple[AllergyGroup, ...] = ()
    medicines: tuple[MedicineClass, ...] = ()
    interactions: tuple[Interaction, ...] = ()
    incompatibilities: tuple[Incompatibility, ...] = ()
    limits: tuple[DoseLimit, ...] = ()
    notes: tuple[IngredientNote, ...] = ()
    ingredient_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    point_checks: tuple[PointCheck, ...] = ()
    levels: Mapping[str, ClinicLevel] = field(default_factory=dict)

    def name_of(self, ingredient: str) -> str:
        """The ingredient's name, or its key where the catalogue has none."""
        return next(iter(self.ingredient_words.get(ingredient, ())), "") or ingredient

    def group(self, key: str) -> AllergyGroup | None:
        """The allergy group of that key, or None."""
        return next((group for group in self.allergy_groups if group.id == key), None)
