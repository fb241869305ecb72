"""The facts rules read: plain frozen values, made by `treatments.domain` from rows and by tests from nothing."""

from treatments.rules.facts.catalogue import (
    AllergyGroup,
    CatalogueFacts,
    Contraindication,
    DoseLimit,
    Incompatibility,
    IngredientNote,
    Interaction,
    MedicineClass,
)
from treatments.rules.facts.patient import Allergies, Answer, Answered, Medicines, PatientFacts, Stated
from treatments.rules.facts.plan import OtherDose, PlanFacts
from treatments.rules.facts.recipe import IngredientFacts, RecipeFacts

__all__ = [
    "Allergies",
    "AllergyGroup",
    "Answer",
    "Answered",
    "CatalogueFacts",
    "Contraindication",
    "DoseLimit",
    "Incompatibility",
    "IngredientFacts",
    "IngredientNote",
    "Interaction",
    "MedicineClass",
    "Medicines",
    "OtherDose",
    "PatientFacts",
    "PlanFacts",
    "RecipeFacts",
    "Stated",
]
