"""The treatments' rows for the walk over every URL; clinic/tests/addresses.py explains them."""

from typing import Any

from clinic.practice.models import Location
from clinic.practice.tests.addresses import Row, nothing, shared
from clinic.practice.tests.factories import PractitionerFactory
from patients.tests.factories import PatientFactory
from treatments.domain.screening import screen_plan
from treatments.models import Reaction, RuleLevel
from treatments.tests.factories.catalogue import IngredientFactory
from treatments.tests.factories.plans import CourseFactory, PlanFactory, RecipeVersionFactory, SessionFactory


def _version(here: Location) -> dict[str, Any]:
    return {"uuid": RecipeVersionFactory().uuid}


def _patient(here: Location) -> dict[str, Any]:
    return {"uuid": PatientFactory(location=here).uuid}


def _plan(here: Location, **more: Any) -> dict[str, Any]:
    return {"uuid": PlanFactory(location=here).uuid, **more}


def _course(here: Location) -> dict[str, Any]:
    return {"uuid": CourseFactory(plan=PlanFactory(location=here)).uuid}


def _review(here: Location) -> dict[str, Any]:
    course = CourseFactory(plan=PlanFactory(location=here))
    return {"pk": course.reviews.create(after_session=1, days_after=14, purpose="Look for lumps.").pk}


def _finding(here: Location) -> dict[str, Any]:
    screening = screen_plan(plan=PlanFactory(location=here), by=None)
    return {"uuid": screening.plan.uuid, "pk": screening.findings.first().pk}


def _session(here: Location) -> dict[str, Any]:
    return {"uuid": SessionFactory(course=CourseFactory(plan=PlanFactory(location=here))).uuid}


def _reaction(here: Location) -> dict[str, Any]:
    patient = PatientFactory(location=here)
    return {"uuid": Reaction.objects.create(patient=patient, location=here, urgency="today", advice="Call us.").uuid}


def _rule_level(here: Location) -> dict[str, Any]:
    by = PractitionerFactory(works_at=here)
    change = RuleLevel.objects.create(rule="depth", level="decide", lowers=True, reason="An example.", by=by)
    return {"pk": change.pk, "step": "withdraw"}


SESSION_STEPS = [
    "start",
    "today",
    "checklist",
    "end",
    "given",
    "not_treated",
    "past",
    "sign",
    "addendum",
    "correct_end",
]
ROWS: dict[str, Row] = {
    "treatments:session": _session,
    **{f"treatments:session_{step}": _session for step in SESSION_STEPS},
    "treatments:reaction": _reaction,
    "treatments:reaction_acknowledge": _reaction,
    "treatments:catalogue": nothing,
    "treatments:catalogue_start": nothing,
    "treatments:catalogue_set": shared(lambda here: {"name": "care"}),
    "treatments:entries": shared(lambda here: {"kind": "ingredients"}),
    "treatments:entry": shared(lambda here: {"kind": "ingredients", "key": IngredientFactory().key}),
    "treatments:entry_edit": shared(lambda here: {"kind": "ingredients", "key": IngredientFactory().key}),
    "treatments:entry_new": shared(lambda here: {"kind": "products"}),
    "treatments:review": shared(lambda here: {"file": "care_items"}),
    "treatments:consultation": _patient,
    "treatments:rules": nothing,
    "treatments:rule_change": nothing,
    "treatments:rule_answer": shared(_rule_level),
    "treatments:test_injections": _patient,
    "treatments:plan_new": _patient,
    "treatments:plans": nothing,
    "treatments:plan": _plan,
    "treatments:plan_pdf": lambda here: {"uuid": CourseFactory(plan=PlanFactory(location=here)).plan.uuid},
    "treatments:plan_consent": lambda here: {"uuid": PlanFactory(location=here, accepted=True).uuid},
    "treatments:course_new": _plan,
    "treatments:plan_step": lambda here: _plan(here, step="screen"),
    "treatments:decide": _finding,
    "treatments:course": _course,
    "treatments:course_recipe": _course,
    "treatments:course_remove": _course,
    "treatments:course_part": lambda here: _course(here) | {"part": "zones"},
    "treatments:course_move": _course,
    "treatments:course_dates": _course,
    "treatments:plan_template": _plan,
    "treatments:plan_same": _plan,
    "treatments:review_drop": _review,
    "treatments:recipes": nothing,
    "treatments:recipe_new": nothing,
    "treatments:recipe": shared(_version),
    "treatments:recipe_edit": shared(_version),
    "treatments:recipe_compare": shared(_version),
    "treatments:recipe_sheet": shared(_version),
    "treatments:recipe_card": shared(_version),
    "treatments:recipe_approve": shared(_version),
    "treatments:recipe_blind": shared(_version),
    "treatments:recipe_retire": shared(_version),
    "treatments:recipe_step": shared(lambda here: _version(here) | {"step": "submit"}),
}
