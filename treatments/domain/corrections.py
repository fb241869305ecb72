"""Correcting who a patient is: what the rules read of it is judged anew at once."""

from typing import Any

from django.db import transaction

from clinic.practice.models import Location, User
from patients.domain import people
from patients.models import Patient
from treatments.domain.screening import rescreen

READ_BY_RULES = ("birth_date", "sex")


@transaction.atomic
def correct_patient(*, patient: Patient, by: User, location: Location, **changes: Any) -> Patient:
    """Change what is written of `patient`; a new birth date or sex screens every open plan anew.

    `changes` and what is refused: see `patients.domain.people.correct_patient`.
    """
    before = [getattr(patient, name) for name in READ_BY_RULES]
    people.correct_patient(patient=patient, by=by, location=location, **changes)
    if [getattr(patient, name) for name in READ_BY_RULES] != before:
        rescreen(patient=patient, by=by)
    return patient
