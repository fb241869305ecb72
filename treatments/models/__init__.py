"""Everything the medicine keeps, re-exported: `from treatments.models import Ingredient`."""

from treatments.models.catalogue import *  # noqa: F403
from treatments.models.courses import Assessment, CoursePhase, PlannedReview, TopicalAnaesthetic
from treatments.models.dossiers import BlindCheck, DossierEntry
from treatments.models.encounters import Encounter
from treatments.models.keeping import HandOver, PlanSnapshot, PlanTemplate
from treatments.models.plans import Course, Plan, PlanState
from treatments.models.reactions import CheckIn, Reaction
from treatments.models.recipes import Recipe, RecipeLine, RecipeState, RecipeVersion
from treatments.models.rule_settings import RuleLevel, TestInjection
from treatments.models.screenings import Decision, Finding, Screening
from treatments.models.sessions import (
    Addendum,
    ChecklistTick,
    EndCorrection,
    Session,
    SessionOutcome,
    SessionState,
)

from treatments.models.catalogue import __all__ as catalogue_names  # isort: skip

__all__ = [
    "Addendum",
    "Assessment",
    "BlindCheck",
    "CheckIn",
    "ChecklistTick",
    "Course",
    "CoursePhase",
    "Decision",
    "DossierEntry",
    "Encounter",
    "EndCorrection",
    "Finding",
    "HandOver",
    "Plan",
    "PlanSnapshot",
    "PlanState",
    "PlanTemplate",
    "PlannedReview",
    "Reaction",
    "Recipe",
    "RecipeLine",
    "RecipeState",
    "RecipeVersion",
    "RuleLevel",
    "Screening",
    "Session",
    "SessionOutcome",
    "SessionState",
    "TestInjection",
    "TopicalAnaesthetic",
    *catalogue_names,
]
