"""From rows to the plain facts that the rules read. "Today" is the day at the patient's place, given from outside."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import prefetch_related_objects
from django.utils import timezone

from patients.models import Answer, Medication, Patient
from patients.queries import Facts, current_facts
from treatments.domain.composition import Composition, composition_of
from treatments.models import (
    AllergyGroup,
    Course,
    DoseData,
    Ingredient,
    IngredientClass,
    MedicineGroup,
    Product,
    RecipeState,
    RecipeVersion,
    Session,
    Vehicle,
)
from treatments.rules.doses import WorkedRecipe
from treatments.rules.facts import (
    Allergies,
    Answered,
    IngredientFacts,
    Medicines,
    OtherDose,
    PatientFacts,
    PlanFacts,
    RecipeFacts,
    Stated,
)
from treatments.rules.facts import Answer as RuleAnswer
from treatments.rules.limits import doses_of

NOTHING = WorkedRecipe(lines=(), total_ml=Decimal(0))
DILUENTS: dict[str, str] = {RecipeVersion.Diluent.SALINE: "saline", RecipeVersion.Diluent.BICARBONATE: "bicarbonate"}


def patient_facts(patient: Patient, *, today: date, zone: ZoneInfo) -> PatientFacts:
    """Return what is known of the patient on `today`. Six queries."""
    facts = current_facts(patient)
    return PatientFacts(
        today=today,
        birth_date=patient.birth_date,
        sex=patient.sex,
        weight_kg=facts.weight_kg,
        weight_on=facts.weighed_on,
        phototype=facts.phototype,
        conditions={
            fact.code: Answered(RuleAnswer(fact.answer), _day(fact.recorded_at, zone)) for fact in facts.conditions
        },
        allergies=_allergies(facts),
        medicines=_medicines(facts),
    )


def course_facts(course: Course) -> PlanFacts:
    """Return what is planned in one course. Two queries: zones, sessions (none if prefetched)."""
    protocol = course.protocol
    return PlanFacts(
        concern=course.concern.key,
        zones=tuple(zone.key for zone in course.zones.all()),
        technique=course.technique.key if course.technique else None,
        depth_mm=course.depth_mm,
        interval_days=course.interval_days,
        interval_min_days=protocol.interval_days_min if protocol else None,
        planned_sessions=course.sessions_planned,
        sources=tuple(protocol.sources) if protocol else (),
        **_around_next(course),
    )


def doses_beside(
    course: Course, courses: Iterable[Course], recipes: Mapping[int, RecipeFacts]
) -> tuple[OtherDose, ...]:
    """Return the doses (mg) that other courses bring into the visits this course is booked for. No query."""
    visits = _visits_ahead(course)
    others = [other for other in courses if other.pk != course.pk and visits & _visits_ahead(other)]
    return tuple(dose for other in others for dose in doses_of(recipes[other.pk].worked, what=str(other.concern)))


def _visits_ahead(course: Course) -> set[int]:
    return {session.visit_id for session in course.sessions.all() if session.visit_id and _is_booked(session)}


def recipe_facts(course: Course, *, patient: Patient) -> RecipeFacts:
    """Return what is in the syringe, worked out. Three queries: lines, diluent, a variation's master.

    A course without a recipe (platelet-rich plasma drawn on the day) has nothing in it.
    """
    version = course.recipe_version
    if version is None:
        return RecipeFacts(NOTHING)
    return version_facts(version, weight_kg=patient.weight_kg)


def version_facts(version: RecipeVersion, *, weight_kg: Decimal | None = None) -> RecipeFacts:
    """Return what is in the syringe of a version, as it is truly drawn up.

    Three queries: lines, diluent, a variation's master; one more for the labels of the products it names.
    """
    composition = composition_of(version)
    diluents = [_ingredient_facts(entry) for entry in _diluents(version) if entry not in composition.ingredients]
    return RecipeFacts(
        worked=composition.work_out(weight_kg=weight_kg),
        ingredients=(*label_facts(composition), *diluents),
        settled=_is_settled(version, {entry.pk for entry in composition.ingredients}),
    )


def _diluents(version: RecipeVersion) -> Iterable[Ingredient]:
    """The diluent as an ingredient, where the catalogue has it."""
    return Ingredient.objects.filter(key=DILUENTS.get(version.diluent, ""))


def _is_settled(version: RecipeVersion, ingredients: set[int]) -> bool:
    """Whether the doubts about what is in it were settled when its master was approved: nothing was added since."""
    master = version.variation_of or version
    if master.state not in (RecipeState.APPROVED, RecipeState.RETIRED):
        return False
    return master == version or ingredients <= set(master.lines.values_list("ingredient", flat=True))


def label_facts(composition: Composition) -> list[IngredientFacts]:
    """Return each ingredient with what the labels of its products say: the vehicle, and the allergens in the vial.

    One query if a product is named.
    """
    products = composition.products
    prefetch_related_objects(products, "allergens")
    return [
        _with_labels(entry, [product for product in products if product.ingredient_id == entry.pk])
        for entry in dict.fromkeys(composition.ingredients)
    ]


def _with_labels(entry: Ingredient, products: list[Product]) -> IngredientFacts:
    """Of two products of one ingredient the worse vehicle counts, and the allergens of both."""
    facts = _ingredient_facts(entry)
    vehicles = {product.vehicle for product in products}
    worst_first = (Vehicle.OIL, Vehicle.ALCOHOL, Vehicle.AQUEOUS)
    return replace(
        facts,
        vehicle=next((str(vehicle) for vehicle in worst_first if vehicle in vehicles), facts.vehicle),
        groups=frozenset(group.key for product in products for group in product.allergens.all()),
    )


def _ingredient_facts(entry: Ingredient) -> IngredientFacts:
    return IngredientFacts(
        key=entry.key,
        name=entry.name,
        status=entry.status,
        approved=entry.is_approved,
        ingredient_class=entry.ingredient_class,
        needs_contraception=entry.needs_contraception,
        vehicle=None if entry.vehicle == Vehicle.UNKNOWN else entry.vehicle,
        often_oily=entry.often_oily,
        has_published_dose=entry.dose_data != DoseData.NOT_PUBLISHED,
        is_diluent=entry.ingredient_class == IngredientClass.DILUENT,
        sources=tuple(entry.sources),
    )


def _allergies(facts: Facts) -> Allergies:
    named = facts.standing_allergies
    codes = {fact.code for fact in named}
    groups = frozenset(AllergyGroup.objects.filter(key__in=codes).values_list("key", flat=True))
    ingredients = frozenset(Ingredient.objects.filter(key__in=codes).values_list("key", flat=True))
    return Allergies(
        asked=bool(named) or facts.no_known_allergies,
        groups=groups,
        ingredients=ingredients,
        texts=_stated(named, known=groups | ingredients),
    )


def _medicines(facts: Facts) -> Medicines:
    named = facts.standing_medications
    codes = {fact.code for fact in named}
    keys = frozenset(MedicineGroup.objects.filter(key__in=codes).values_list("key", flat=True))
    none = any(fact.code == Medication.NONE and fact.answer == Answer.YES for fact in facts.medications)
    return Medicines(asked=bool(named) or none, keys=keys, texts=_stated(named, known=keys))


def _stated(named: tuple[Any, ...], *, known: frozenset[str]) -> tuple[Stated, ...]:
    return tuple(
        Stated(fact.text or fact.code, reviewed=fact.reviewed_at is not None)
        for fact in named
        if fact.code not in known
    )


def _around_next(course: Course) -> dict[str, Any]:
    """The day of the last session given and of the next one booked."""
    zone = course.plan.location.tzinfo
    sessions = list(course.sessions.all())
    given = [_day(session.treatment_ended_at, zone) for session in sessions if session.treatment_ended_at]
    booked = [_day(session.visit.starts_at, zone) for session in sessions if session.visit and _is_booked(session)]
    return {"last_session_on": max(given, default=None), "next_on": min(booked, default=None)}


def _is_booked(session: Session) -> bool:
    return session.visit is not None and session.treatment_ended_at is None


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return timezone.localdate(moment, zone)
