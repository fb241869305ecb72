"""The facts rules read: plain frozen values, made by `treatments.domain` from rows and by tests from nothing."""

from treatments.rules.facts.catalogue import (
    AllergyGroup,
    CatalogueFacts,
    ClinicLevel,
    Contraindication,
    DoseLimit,
    Incompatibility,
    IngredientNote,
    Interaction,
    MedicineClass,
    PointCheck,
)
from treatments.rules.facts.patient import Allergies, Answer, Answered, Medicines, PatientFacts, Stated, TestRead
from treatments.rules.facts.plan import CourseFacts, GivenDose, OtherDose, PlanFacts, Published
from treatments.rules.facts.recipe import IngredientFacts, PublishedAmount, RecipeFacts

__all__ = [
    "Allergies",
    "AllergyGroup",
    "Answer",
    "Answered",
    "CatalogueFacts",
    "ClinicLevel",
    "Contraindication",
    "CourseFacts",
    "DoseLimit",
    "GivenDose",
    "Incompatibility",
    "IngredientFacts",
    "IngredientNote",
    "Interaction",
    "MedicineClass",
    "Medicines",
    "OtherDose",
    "PatientFacts",
    "PlanFacts",
    "PointCheck",
    "Published",
    "PublishedAmount",
    "RecipeFacts",
    "Stated",
    "TestRead",
]
