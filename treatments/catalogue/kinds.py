"""The kinds of entry, one file each, in the order in which they load: what is named comes before who names it."""

from dataclasses import dataclass

from treatments.catalogue.specs import reference, screening, substances, treating
from treatments.catalogue.specs.base import Spec
from treatments.models import catalogue


@dataclass(frozen=True)
class Kind:
    """One file of the catalogue, the table it fills and what it may say."""

    file: str
    model: type[catalogue.CatalogueRow]
    spec: type[Spec]


KINDS = (
    Kind("sources", catalogue.Source, reference.Source),
    Kind("concerns", catalogue.Concern, reference.Concern),
    Kind("zones", catalogue.Zone, reference.Zone),
    Kind("techniques", catalogue.Technique, reference.Technique),
    Kind("ingredients", catalogue.Ingredient, substances.Ingredient),
    Kind("allergy_groups", catalogue.AllergyGroup, substances.AllergyGroup),
    Kind("products", catalogue.Product, substances.Product),
    Kind("medicine_groups", catalogue.MedicineGroup, substances.MedicineGroup),
    Kind("incompatibilities", catalogue.Incompatibility, substances.Incompatibility),
    Kind("drug_interactions", catalogue.DrugInteraction, substances.DrugInteraction),
    Kind("dose_limits", catalogue.DoseLimit, substances.DoseLimit),
    Kind("contraindications", catalogue.Contraindication, screening.Contraindication),
    Kind("asked_conditions", catalogue.AskedCondition, screening.AskedCondition),
    Kind("ingredient_rules", catalogue.IngredientRule, screening.IngredientRule),
    Kind("ingredient_notes", catalogue.IngredientNote, screening.IngredientNote),
    Kind("screening_questions", catalogue.ScreeningQuestion, screening.ScreeningQuestion),
    Kind("protocols", catalogue.Protocol, treating.Protocol),
    Kind("care_items", catalogue.CareItem, treating.CareItem),
    Kind("adverse_events", catalogue.AdverseEvent, treating.AdverseEvent),
    Kind("follow_ups", catalogue.FollowUp, treating.FollowUp),
    Kind("outcome_scales", catalogue.OutcomeScale, treating.OutcomeScale),
    Kind("glossary", catalogue.GlossaryTerm, reference.GlossaryTerm),
    Kind("source_conflicts", catalogue.SourceConflict, reference.SourceConflict),
    Kind("evidence_statements", catalogue.EvidenceStatement, reference.EvidenceStatement),
)
