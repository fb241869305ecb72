"""What is in the syringe."""

from dataclasses import dataclass

from treatments.rules.recipes import VASOCONSTRICTOR, WorkedRecipe


@dataclass(frozen=True)
class IngredientFacts:
    """One ingredient, or the product chosen for it.

    `status` is the catalogue's: "candidate", "restricted", "reference", "blocked"; `approved`: by the medical director.
    `vehicle`: "aqueous", "oil", "alcohol", anything else is not stated; `often_oily`: sold in oil as a rule, so the
    vehicle must be stated. `groups`: allergy groups of the product's excipients, added by the caller.
    """

    key: str
    name: str
    status: str = "candidate"
    approved: bool = True
    groups: frozenset[str] = frozenset()
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
        implied = [VASOCONSTRICTOR] if any(line.with_epinephrine for line in self.worked.lines) else []
        implied += [self.worked.diluent] if self.worked.diluent else []
        return self.ingredients + tuple(
            IngredientFacts(key, key, is_diluent=True) for key in implied if key not in known
        )

    @property
    def contents(self) -> frozenset[str]:
        """The keys of everything in the syringe."""
        return frozenset(item.key for item in self.substances)
