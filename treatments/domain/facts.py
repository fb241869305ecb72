"""From rows to the plain facts that the rules read. "Today" is the day at the patient's place, given from outside."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from patients.models import Answer, Medication, Patient
from patients.queries import Facts, current_facts
from treatments.models import AllergyGroup, Ingredient, MedicineGroup, TestInjection
from treatments.rules.facts import Allergies, Answered, Medicines, PatientFacts, Stated, TestRead
from treatments.rules.facts import Answer as RuleAnswer


def patient_facts(patient: Patient, *, today: date, zone: ZoneInfo) -> PatientFacts:
    """Return what is known of the patient on `today`. Seven queries."""
    facts = current_facts(patient)
    return PatientFacts(
        today=today,
        birth_date=patient.birth_date,
        sex=patient.sex,
        weight_kg=facts.weight_kg,
        weight_on=facts.weighed_on,
        phototype=facts.phototype,
        conditions={
            fact.code: Answered(RuleAnswer(fact.answer), day_at(fact.recorded_at, zone)) for fact in facts.conditions
        },
        allergies=_allergies(facts),
        medicines=_medicines(facts),
        tests=_tests(patient),
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


def _tests(patient: Patient) -> tuple[TestRead, ...]:
    positive = TestInjection.Result.POSITIVE
    rows = TestInjection.objects.filter(patient=patient).values_list("ingredient__key", "read_on", "result")
    return tuple(TestRead(key, read_on, result == positive) for key, read_on, result in rows)


def _stated(named: tuple[Any, ...], *, known: frozenset[str]) -> tuple[Stated, ...]:
    return tuple(
        Stated(fact.text or fact.code, reviewed=fact.reviewed_at is not None)
        for fact in named
        if fact.code not in known
    )


def day_at(moment: datetime, zone: ZoneInfo) -> date:
    """Return the day at that place."""
    return timezone.localdate(moment, zone)
