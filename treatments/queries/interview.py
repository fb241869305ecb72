"""What a consultation asks, and what is known already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.practice.models import Location
from patients.models import Answer, Patient
from patients.queries import Facts, current_facts
from treatments.domain.interview import standing_answers
from treatments.models import AllergyGroup, AskedCondition, Contraindication, Ingredient, MedicineGroup

REPRODUCTION = ("pregnancy", "breastfeeding", "child_bearing_potential", "contraception_documented")
OF_WOMEN = {
    "child_bearing_potential": ("Could become pregnant", "Could you become pregnant?"),
    "contraception_documented": ("Contraception documented", "Is reliable contraception documented?"),
}


class Topic(TextChoices):
    """What a question is about, in the order in which it is asked."""

    VISIT = "visit", _("At every visit")
    MEDICINES = "medicines", _("Medicines")
    HISTORY = "history", _("Illnesses and history")


@dataclass(frozen=True)
class Question:
    """One condition as it is asked: its key, label, question, the answer that holds, and the day it was given."""

    key: str
    label: str
    question: str
    answer: str
    answered_on: date | None
    topic: Topic = Topic.HISTORY


@dataclass(frozen=True)
class Interview:
    """What to ask, and what is known."""

    facts: Facts
    reproduction: tuple[Question, ...]
    conditions: tuple[Question, ...]
    special: tuple[Question, ...]
    allergens: list[tuple[str, list[tuple[str, str]]]]
    medicines: list[tuple[str, str]]

    @property
    def questions(self) -> tuple[Question, ...]:
        return (*self.reproduction, *self.conditions, *self.special)


def interview(patient: Patient, *, location: Location) -> Interview:
    """Return everything a consultation asks of the patient, with what is known. Nine queries."""
    facts = current_facts(patient)
    standing = standing_answers(patient, facts.conditions, location)
    days = {fact.code: timezone.localdate(fact.recorded_at, location.tzinfo) for fact in facts.conditions}
    rows = list(Contraindication.objects.in_force().exclude(condition_key=""))
    words = {row.condition_key: (row.label, row.question) for row in rows} | OF_WOMEN
    special = {row.key: (row.label, row.question) for row in AskedCondition.objects.in_force()}
    topics = {row.condition_key: _topic(row) for row in rows}

    def ask(keys: Iterable[str], named: dict[str, tuple[str, str]]) -> tuple[Question, ...]:
        return tuple(
            Question(
                key, *named[key], standing.get(key, Answer.NOT_ASKED), days.get(key), topics.get(key, Topic.HISTORY)
            )
            for key in keys
            if key in named
        )

    general = [row.condition_key for row in rows if row.condition_key not in REPRODUCTION]
    return Interview(
        facts=facts,
        reproduction=() if patient.sex == "male" else ask(REPRODUCTION, words),
        conditions=ask(general, words),
        special=ask([key for key in special if key not in words], special),
        allergens=allergens(),
        medicines=list(MedicineGroup.objects.in_force().values_list("key", "label")),
    )


def _topic(row: Contraindication) -> Topic:
    if row.valid_days is not None:
        return Topic.VISIT
    return Topic.MEDICINES if row.medicine_keys else Topic.HISTORY


def allergens() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what an allergy can name: groups first, then ingredients. Two queries."""
    groups = list(AllergyGroup.objects.in_force().values_list("key", "name"))
    taken = {key for key, _name in groups}
    ingredients = [
        (key, name) for key, name in Ingredient.objects.order_by("name").values_list("key", "name") if key not in taken
    ]
    return [("Groups", groups), ("Ingredients", ingredients)]
