"""The reference catalogue: substances, protocols, rules and care, each with its sources and its approval."""

from treatments.models.catalogue.base import CatalogueEntry, CatalogueRow, EvidenceLevel, Level, Status
from treatments.models.catalogue.care import CareItem
from treatments.models.catalogue.ingredients import (
    AllergyGroup,
    DoseData,
    Ingredient,
    IngredientClass,
    IngredientStrength,
    PublishedDose,
    PublishedUnit,
    Vehicle,
)
from treatments.models.catalogue.mixing import DoseLimit, DrugInteraction, Incompatibility, MedicineGroup
from treatments.models.catalogue.outcomes import AdverseEvent, FollowUp, OutcomeScale
from treatments.models.catalogue.places import Concern, Region, Technique, Zone
from treatments.models.catalogue.products import Product
from treatments.models.catalogue.protocols import Protocol
from treatments.models.catalogue.screening import (
    AskedCondition,
    Contraindication,
    IngredientNote,
    IngredientRule,
    ScreeningQuestion,
)
from treatments.models.catalogue.sources import EvidenceStatement, GlossaryTerm, Source, SourceConflict

__all__ = [
    "AdverseEvent",
    "AllergyGroup",
    "AskedCondition",
    "CareItem",
    "CatalogueEntry",
    "CatalogueRow",
    "Concern",
    "Contraindication",
    "DoseData",
    "DoseLimit",
    "DrugInteraction",
    "EvidenceLevel",
    "EvidenceStatement",
    "FollowUp",
    "GlossaryTerm",
    "Incompatibility",
    "Ingredient",
    "IngredientClass",
    "IngredientNote",
    "IngredientRule",
    "IngredientStrength",
    "Level",
    "MedicineGroup",
    "OutcomeScale",
    "Product",
    "Protocol",
    "PublishedDose",
    "PublishedUnit",
    "Region",
    "ScreeningQuestion",
    "Source",
    "SourceConflict",
    "Status",
    "Technique",
    "Vehicle",
    "Zone",
]
