"""Puts the demonstration together, in one transaction: all of it or nothing."""

from datetime import timedelta
from random import Random
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from clinic.desk.demo import house as house_of_demo
from clinic.desk.demo import medicine, outbox, papers, patients, stories
from clinic.desk.demo.house import House
from clinic.desk.demo.medicine import Treatment
from clinic.desk.demo.visits import Diary
from clinic.diary.models import Visit
from patients.domain.links import issue_link
from patients.models import Patient
from treatments.domain.reactions import report_reaction
from treatments.domain.rule_rows import one_reading
from treatments.domain.visits import cancel_visit

LONDONERS = ("practitioner", "practitioner2", "nurse")


@transaction.atomic
def seed() -> None:
    """Fill an empty database with the demonstration clinic, around today."""
    chance = Random(20)
    house = house_of_demo.build()
    treatments = medicine.prepare(house.staff["director"], house.staff["practitioner"])
    everybody = patients.register(house, chance)
    with one_reading():
        _tell(house, treatments, everybody, chance)
    _something_is_wrong(house)
    _call_one_off(house)
    outbox.tell_the_past()
    papers.hand_out()
    outbox.every_ending()
    outbox.on_the_desk()


def _tell(house: House, treatments: dict[str, Treatment], everybody: list[Patient], chance: Random) -> None:
    """Tell the stories of both places."""
    diary = Diary(house)
    here = stories.Teller(diary, house.london, [house.staff[key] for key in LONDONERS], treatments)
    here.tell(everybody[: -patients.IN_NEW_YORK], stories.LONDON, chance)
    there = stories.Teller(diary, house.new_york, [house.staff["newyork"]], treatments)
    there.tell(everybody[-patients.IN_NEW_YORK :], stories.NEW_YORK, chance)


def _something_is_wrong(house: House) -> None:
    """One patient reports, and nobody has seen it yet."""
    if (session := stories.given_lately(house.london)) is None:
        return
    patient = session.course.plan.patient
    expires = timezone.now() + timedelta(weeks=26)
    link, _token = issue_link(patient=patient, purpose="care", about=session.key, expires_at=expires)
    words = "It hurts more than yesterday."
    report_reaction(session=session, signs=["growing_pain"], words=words, nonce=uuid4(), by=link)


def _call_one_off(house: House) -> None:
    """One visit of the next days is cancelled; its messages are called back."""
    ahead = Visit.objects.filter(state="booked", starts_at__gt=timezone.now() + timedelta(days=4))
    if visit := ahead.order_by("-starts_at").first():
        cancel_visit(visit=visit, reason="The patient has a cold.", by=house.staff["desk"])
