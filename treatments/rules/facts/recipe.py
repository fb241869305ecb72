"""What is in the syringe."""

from dataclasses import dataclass
from decimal import Decimal

from treatments.rules.recipes import VASOCONSTRICTOR, WorkedRecipe


@dataclass(frozen=True)
class PublishedAmount:
    """A number that sources state for an ingredient: `per` is "mL" (mg in 1 mL) or "session" (mL of it)."""

    per: str
    low: Decimal
    high: Decimal
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class IngredientFacts:
    """One ingredient, or the product chosen for it.

    `status` is the catalogue's: "candidate", "restricted", "reference", "blocked"; `approved`: by the medical director.
    `vehicle`: "aqueous", "oil", "alcohol", anything else is not stated; `often_oily`: sold in oil as a rule, so the
    vehicle must be stated. `groups`: allergens on the label of the product chosen; `label_read`: all excipients were
    read there, so what is not among `groups` is not in it. `topical`: put on the skin, not in the syringe.
    `needs_test`: a test injection comes first. `published`: amounts that sources state for it.
    """

    key: str
    name: str
    status: str = "candidate"
    approved: bool = True
    groups: frozenset[str] = frozenset()
    label_read: bool = False
    with_epinephrine: bool = False
    topical: bool = False
    needs_test: bool = False
    published: tuple[PublishedAmount, ...] = ()
    ingredient_class: str = ""
    needs_contraception: bool = False
    vehicle: str | None = None
    often_oily: bool = False
    has_published_dose: bool = True
    is_diluent: bool = False
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecipeFacts:
    """A recipe worked out, with the facts of each of its ingredients (diluent included, if it is in the catalogue).

    `settled`: approved as a version, so that its own doubts (no published dose, stability) are not repeated per
    patient.
    """

    worked: WorkedRecipe
    ingredients: tuple[IngredientFacts, ...] = ()
    settled: bool = False

    @property
    def substances(self) -> tuple[IngredientFacts, ...]:
        """Everything in the syringe: the ingredients, epinephrine where a line comes with it, and the diluent."""
        known = {item.key for item in self.ingredients}
        implied = [IngredientFacts(key, key, is_diluent=True) for key in [self.worked.diluent] if key]
        bringing = self._with_epinephrine()
        if bringing:
            read = all(item.label_read for item in bringing)
            implied.append(IngredientFacts(VASOCONSTRICTOR, VASOCONSTRICTOR, is_diluent=True, label_read=read))
        return self.ingredients + tuple(item for item in implied if item.key not in known)

    def _with_epinephrine(self) -> tuple[IngredientFacts, ...]:
        """The ingredients that come with epinephrine, by their line or by their product."""
        lines = {line.ingredient for line in self.worked.lines if line.with_epinephrine}
        return tuple(item for item in self.ingredients if item.with_epinephrine or item.key in lines)

    @property
    def contents(self) -> frozenset[str]:
        """The keys of everything in the syringe."""
        return frozenset(item.key for item in self.substances)
