"""Everything the medicine keeps, re-exported: `from treatments.models import Ingredient`."""

from treatments.models.catalogue import *  # noqa: F403
from treatments.models.encounters import Encounter
from treatments.models.plans import Course, Plan, PlanState
from treatments.models.reactions import CheckIn, Reaction
from treatments.models.recipes import Recipe, RecipeLine, RecipeState, RecipeVersion
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
    "CheckIn",
    "ChecklistTick",
    "Course",
    "Decision",
    "Encounter",
    "EndCorrection",
    "Finding",
    "Plan",
    "PlanState",
    "Reaction",
    "Recipe",
    "RecipeLine",
    "RecipeState",
    "RecipeVersion",
    "Screening",
    "Session",
    "SessionOutcome",
    "SessionState",
    *catalogue_names,
]
