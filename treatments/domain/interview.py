"""What a consultation learns of the patient, written down as facts; every open plan is screened anew with it.

Only what is new is recorded: the same answer on the same day is not an event.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic.practice.models import Location, User
from patients.domain.facts import (
    record_allergy,
    record_condition,
    record_medication,
    record_phototype,
    record_weight,
)
from patients.models import Allergy, Answer, Condition, Medication, Patient
from patients.models.facts import Fact
from patients.queries import current_facts
from treatments.domain.screening import rescreen
from treatments.models import Contraindication


@transaction.atomic
def answer_conditions(*, patient: Patient, answers: Mapping[str, str], by: User, location: Location) -> int:
    """Write down the answers (condition key → yes / no / not_asked) that say something new; return how many."""
    shown = standing_answers(patient, current_facts(patient).conditions, location)
    new = {code: answer for code, answer in answers.items() if answer != shown.get(code, Answer.NOT_ASKED)}
    for code, answer in new.items():
        record_condition(patient=patient, code=code, answer=answer, by=by, location=location)
    return _screened(len(new), patient, by)


@transaction.atomic
def note_allergies(
    *,
    patient: Patient,
    codes: Mapping[str, str],
    text: str = "",
    reaction: str = "",
    none_known: bool = False,
    struck: Iterable[Allergy] = (),
    by: User,
    location: Location,
) -> int:
    """Write down allergies: `codes` (catalogue key → its name), one in words, none known, and those struck.

    Raises Refusal where "none known" contradicts an allergy that stands. Returns how many answers were new.
    """
    more: dict[str, Any] = {"reaction": reaction, "by": by, "location": location}
    new = _strike(Allergy, struck, patient, by, location)
    for code, name in codes.items():
        record_allergy(patient=patient, code=code, text=name, answer=Answer.YES, **more)
    if text.strip():
        record_allergy(patient=patient, text=text, answer=Answer.YES, **more)
    if none_known != _stands(Allergy, patient, Allergy.NONE_KNOWN):
        answer = Answer.YES if none_known else Answer.NOT_ASKED
        record_allergy(patient=patient, code=Allergy.NONE_KNOWN, answer=answer, by=by, location=location)
        new += 1
    return _screened(new + len(codes) + bool(text.strip()), patient, by)


@transaction.atomic
def note_medicines(
    *,
    patient: Patient,
    codes: Mapping[str, str],
    text: str = "",
    dose: str = "",
    none: bool = False,
    struck: Iterable[Medication] = (),
    by: User,
    location: Location,
) -> int:
    """Write down medicines taken now, as note_allergies does allergies."""
    more: dict[str, Any] = {"dose": dose, "by": by, "location": location}
    new = _strike(Medication, struck, patient, by, location)
    for code, name in codes.items():
        record_medication(patient=patient, code=code, text=name, answer=Answer.YES, **more)
    if text.strip():
        record_medication(patient=patient, text=text, answer=Answer.YES, **more)
    if none != _stands(Medication, patient, Medication.NONE):
        answer = Answer.YES if none else Answer.NOT_ASKED
        record_medication(patient=patient, code=Medication.NONE, answer=answer, by=by, location=location)
        new += 1
    return _screened(new + len(codes) + bool(text.strip()), patient, by)


@transaction.atomic
def note_measures(
    *,
    patient: Patient,
    weight_kg: Decimal | None,
    weighed_on: date | None,
    phototype: int | None,
    by: User,
    location: Location,
) -> int:
    """Keep weight (kg) with its day, and phototype 1–6, where they are new. Raises Refusal for impossible ones."""
    new = 0
    if weight_kg is not None and (weight_kg, weighed_on) != (patient.weight_kg, patient.weighed_on):
        record_weight(patient=patient, kg=weight_kg, weighed_on=weighed_on, by=by, location=location)
        new += 1
    if phototype != patient.phototype:
        record_phototype(patient=patient, phototype=phototype, by=by, location=location)
        new += 1
    return _screened(new, patient, by)


def standing_answers(patient: Patient, facts: Iterable[Condition], location: Location) -> dict[str, str]:
    """Return each condition's answer that still holds today: a "no" valid for its day only is *not asked* tomorrow.

    One query.
    """
    ageing = dict(Contraindication.objects.filter(valid_days__isnull=False).values_list("condition_key", "valid_days"))
    today = timezone.localdate(timezone=location.tzinfo)
    return {fact.code: fact.answer if _holds(fact, ageing, today, location) else Answer.NOT_ASKED for fact in facts}


def _holds(fact: Fact, ageing: dict[str, Any], today: date, location: Location) -> bool:
    if fact.answer != Answer.NO or fact.code not in ageing:
        return True
    return (today - timezone.localdate(fact.recorded_at, location.tzinfo)).days <= ageing[fact.code]


def _strike(kind: type[Fact], struck: Iterable[Fact], patient: Patient, by: User, location: Location) -> int:
    record = record_allergy if kind is Allergy else record_medication
    gone = list(struck)
    for fact in gone:
        record(patient=patient, code=fact.code, text=fact.text, answer=Answer.NO, by=by, location=location)
    return len(gone)


def _stands(kind: type[Fact], patient: Patient, code: str) -> bool:
    return kind.objects.filter(patient=patient, code=code).current().positive().exists()


def _screened(new: int, patient: Patient, by: User) -> int:
    if new:
        rescreen(patient=patient, by=by)
    return new
