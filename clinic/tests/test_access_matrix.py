"""docs/access.md against the pages: what the table keeps from a role comes out of no page that the role may open."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import reverse

from clinic.practice.models import Role
from clinic.practice.tests.factories import LocationFactory, PracticeFactory, UserFactory
from clinic.tests.addresses import our_urls, sample
from patients.models import Answer, Patient
from patients.tests.factories import AllergyFactory, ConditionFactory, MedicationFactory

MATRIX = Path(settings.BASE_DIR, "docs", "access.md").read_text()
COLUMNS = {"practitioner": 1, "medical_director": 2, "front_desk": 3, "manager": 4}
NEVER = "–"


def fact(factory: Any) -> Callable[[str], None]:
    """Give every patient a fact that says `word`."""

    def mark(word: str) -> None:
        for patient in Patient.objects.all():
            factory(patient=patient, code=word, text=word, answer=Answer.YES)

    return mark


def text(model: str, field: str) -> Callable[[str], Any]:
    """Write `word` into `field` of every row of `model`."""
    return lambda word: apps.get_model(model)._base_manager.update(**{field: word})


MARKS = {
    "allergies": fact(AllergyFactory),
    "conditions": fact(ConditionFactory),
    "medicines": fact(MedicationFactory),
    "encounters: reason": text("treatments.Encounter", "reason"),
    "encounters: findings": text("treatments.Encounter", "findings"),
    "plans: goal": text("treatments.Plan", "goal"),
    "screening: findings": text("treatments.Finding", "sentence"),
    "screening: why decided": text("treatments.Decision", "reason"),
    "sessions: notes": text("treatments.Session", "notes"),
    "sessions: why not or partly treated": text("treatments.Session", "outcome_reason"),
    "reports of the patient: words": text("treatments.Reaction", "words"),
}


def rows_of_matrix() -> dict[str, list[str]]:
    lines = [line.strip("| ").split(" | ") for line in MATRIX.splitlines() if line.startswith("| ")]
    return {cells[0]: cells for cells in lines if len(cells) == 6 and cells[0] != "field"}


def kept_from(role: str) -> list[str]:
    return [field for field, cells in rows_of_matrix().items() if cells[COLUMNS[role]] == NEVER]


def word_for(field: str) -> str:
    return "marked-" + "".join(letter for letter in field if letter.isalpha())


def pages_of(role: str) -> list[str]:
    found = our_urls().items()
    return [name for name, view in found if role in getattr(view, "audience", "").removeprefix("staff: ").split(", ")]


def test_every_field_that_can_be_marked_is_in_the_matrix():
    assert set(MARKS) <= set(rows_of_matrix())


@pytest.mark.parametrize("role", ["front_desk", "manager"])
def test_clinical_fields_are_kept_from_this_role(role):
    assert set(MARKS) <= set(kept_from(role))


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("role", ["front_desk", "manager"])
def test_no_page_shows_a_role_what_the_matrix_keeps_from_it(client, role):
    shown = fields_shown(client, role)
    kept = set(kept_from(role))
    assert {name: fields & kept for name, fields in shown.items() if fields & kept} == {}


@pytest.mark.slow
@pytest.mark.django_db
def test_the_same_words_do_come_out_for_a_practitioner(client):
    shown = set().union(*fields_shown(client, "practitioner").values())
    assert shown >= {"allergies", "medicines", "plans: goal"}


def fields_shown(client: Any, role: str) -> dict[str, set[str]]:
    """Return page → the marked fields that come out of it, with an object of every kind at the location."""
    PracticeFactory()
    here = LocationFactory()
    objects = {name: sample(name, here) for name in our_urls()}
    for field, mark in MARKS.items():
        mark(word_for(field))
    client.force_login(UserFactory(works_at=here, role=Role(role)))
    bodies = {name: body_of(client, reverse(name, kwargs=objects[name])) for name in pages_of(role)}
    return {name: {field for field in MARKS if word_for(field) in body} for name, body in bodies.items()}


def body_of(client: Any, address: str) -> str:
    answer = client.get(address, follow=True)
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(errors="replace")
