"""Recording a test injection and how it was read. A record stands; a later test is recorded beside it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.domain import audit
from clinic.practice.models import Location, User
from patients.models import Patient
from treatments.domain.screening import rescreen
from treatments.models import Ingredient, TestInjection


@transaction.atomic
def record_test(
    *,
    patient: Patient,
    ingredient: Ingredient,
    given_on: date,
    read_on: date,
    result: str,
    note: str,
    location: Location,
    by: User,
) -> TestInjection:
    """Keep how a test injection was read, and screen the patient's open plans anew.

    Days are those of the wall at `location`. Raises Refusal for who may not inject, for a day to come, and for a
    reading before the test. The same test read the same day with the same result is kept once.
    """
    _refuse_impossible(given_on, read_on, timezone.localdate(timezone=location.tzinfo), by)
    told: dict[str, Any] = {"ingredient": ingredient, "given_on": given_on, "read_on": read_on, "result": result}
    test, new = TestInjection.objects.get_or_create(patient=patient, **told, defaults={"note": note.strip(), "by": by})
    if new:
        audit.record(verb="test_injection.record", about=patient.key, by=by, location=location)
        rescreen(patient=patient, by=by)
    return test


def _refuse_impossible(given_on: date, read_on: date, today: date, by: User) -> None:
    if not by.may_inject:
        raise Refusal(_("Only a person who may inject can do this."))
    if read_on > today:
        raise Refusal(_("A test is recorded once it has been read."), field="read_on")
    if read_on < given_on:
        raise Refusal(_("A test is read on the day it was given, or later."), field="read_on")
