"""Sixty made-up patients, and what a consultation has learned of most of them."""

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from clinic.desk.demo.house import House
from clinic.desk.demo.people import names
from clinic.practice.models import Location, User
from patients.domain.facts import (
    record_allergy,
    record_condition,
    record_medication,
    record_phototype,
    record_weight,
)
from patients.domain.people import name_contact_person, register_patient
from patients.models import Patient
from patients.models.people import Channel, Sex
from treatments.models import AskedCondition, Contraindication

COUNT = 60
IN_NEW_YORK = 14
MEN = frozenset("Søren Émile Jürgen Čestmír Νίκος Γιώργος Дмитрий سامي דוד Ben Dev Finn".split())  # noqa: SIM905


def register(house: House, chance: Random) -> list[Patient]:
    """Return sixty patients: the first ones at London, the last fourteen at New York."""
    desk = house.staff["desk"]
    return [
        _register(number, name, house.new_york if number >= COUNT - IN_NEW_YORK else house.london, chance, desk)
        for number, name in enumerate(names(COUNT))
    ]


def _register(number: int, name: str, place: Location, chance: Random, desk: User) -> Patient:
    local = f"+44207946{number + 200:04d}" if place.zone == "Europe/London" else f"+12125550{100 + number % 100}"
    channel = {7: Channel.PHONE, 11: Channel.PRINT}.get(number % 13)
    patient = register_patient(
        location=place,
        name=name,
        email="" if channel == Channel.PRINT else f"patient{number + 1}@example.test",
        phone=local,
        birth_date=date(chance.randint(1972, 2004), chance.randint(1, 12), chance.randint(1, 28)),
        sex=Sex.MALE if name.split()[0] in MEN else Sex.FEMALE,
        channel=channel,
        by=desk,
    )
    if number % 9 == 0:
        name_contact_person(patient=patient, relation="emergency", name="Irma Muster", phone="+442079460199", by=desk)
    return patient


def interview(patient: Patient, place: Location, by: User, chance: Random) -> None:
    """Write down the answers of a healthy person, asked today."""
    told: dict[str, Any] = {"patient": patient, "by": by, "location": place}
    record_allergy(answer="yes", code="none_known", **told)
    record_medication(answer="yes", code="none", **told)
    for code in _conditions():
        yes = code == "child_bearing_potential" and patient.sex == Sex.FEMALE
        record_condition(code=code, answer="yes" if yes else "no", **told)
    record_weight(kg=Decimal(chance.randint(50, 95)), weighed_on=timezone.localdate(), **told)
    record_phototype(phototype=chance.randint(1, 6), **told)
    patient.refresh_from_db()


def _conditions() -> list[str]:
    asked = set(Contraindication.objects.exclude(condition_key="").values_list("condition_key", flat=True))
    return sorted(asked | set(AskedCondition.objects.values_list("key", flat=True)))
