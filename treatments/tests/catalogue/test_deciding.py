"""Deciding on one entry on its page: approve, restrict, block, reopen, take over, delete; with a reason, once."""

import re

import pytest

from treatments.domain.catalogue import approve_entries
from treatments.domain.catalogue_trail import edition_of
from treatments.models import Ingredient, Status, Zone
from treatments.tests.factories.catalogue import IngredientFactory, ProtocolFactory, ZoneFactory, approver

pytestmark = pytest.mark.django_db
ZINC = "/catalogue/ingredients/zinc/"


def sentences(answer) -> list[str]:
    return answer.context["form"].non_field_errors()


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        ("approve", {}, (Status.CANDIDATE, True)),
        ("restrict", {"approved": True}, (Status.RESTRICTED, True)),
        ("block", {"approved": True}, (Status.BLOCKED, True)),
        ("reopen", {"approved": True, "status": Status.BLOCKED}, (Status.CANDIDATE, False)),
    ],
)
def test_the_director_decides(director, verb, before, after):
    IngredientFactory(key="zinc", **before)
    director.post(ZINC, {"verb": verb, "reason": "read"})
    entry = Ingredient.objects.get()
    assert (entry.status, entry.is_approved) == after


def test_a_decision_without_a_reason_is_refused_at_its_field(director):
    IngredientFactory(key="zinc")
    answer = director.post(ZINC, {"verb": "block", "reason": " "})
    assert (answer.status_code, answer.context["form"].errors["reason"]) == (422, ["Say why."])
    assert Ingredient.objects.get().status == Status.CANDIDATE


def test_who_may_not_approve_decides_nothing(doctor):
    IngredientFactory(key="zinc")
    answer = doctor.post(ZINC, {"verb": "block", "reason": "I think so"})
    assert sentences(answer) == ["Only someone who may approve can decide on the catalogue."]
    assert Ingredient.objects.get().status == Status.CANDIDATE


def test_who_may_not_approve_is_not_asked_to(doctor):
    IngredientFactory(key="zinc")
    assert 'name="verb"' not in doctor.get(ZINC).content.decode()


def test_of_two_who_approve_at_once_the_second_is_told(director):
    entry = IngredientFactory(key="zinc")
    read = edition_of(entry)
    approve_entries(entries=[entry], by=approver(email="first@example.test"), reason="first")
    answer = director.post(ZINC, {"verb": "approve", "read": read, "reason": "second"})
    first = Ingredient.objects.get().approved_by
    assert sentences(answer) == [f"{first} has approved this entry already: there is nothing left to do."]
    assert answer.context["form"].data["reason"] == "second"


def test_what_was_changed_since_it_was_read_is_not_approved(director):
    entry = IngredientFactory(key="zinc")
    read = edition_of(entry)
    Ingredient.objects.update(name="Zinc in oil")
    answer = director.post(ZINC, {"verb": "approve", "read": read, "reason": "read"})
    assert (answer.status_code, Ingredient.objects.get().is_approved) == (422, False)
    assert sentences(answer)[0].startswith("Somebody has changed this entry since you opened it.")


def test_what_was_newly_shipped_is_taken_over(director):
    shipped = {"name": "Chin"}
    ZoneFactory(key="chin", name="Chin", shipped=shipped, pending={"name": "Chin, midline"}, approved=True)
    director.post("/catalogue/zones/chin/", {"verb": "take", "reason": "agreed"})
    assert (Zone.objects.get().name, Zone.objects.get().pending) == ("Chin, midline", {})


def test_an_own_entry_that_nothing_uses_is_deleted(director):
    ZoneFactory(key="chin")
    answer = director.post("/catalogue/zones/chin/", {"verb": "remove", "reason": "typo"})
    assert (answer.headers["Location"], Zone.objects.count()) == ("/catalogue/zones/", 0)


def test_what_is_in_use_is_not_deleted_and_block_is_offered(director):
    zinc = IngredientFactory(key="zinc")
    ProtocolFactory().ingredients.add(zinc)
    answer = director.post(ZINC, {"verb": "remove", "reason": "typo"})
    assert sentences(answer) == ["It is in use: 1 protocol. Block it instead."]
    assert ("block" in answer.context["verbs"], Ingredient.objects.count()) == (True, 1)


def test_enter_in_the_reason_decides_nothing(director):
    IngredientFactory(key="zinc")
    first = re.search(r"<button[^>]*>", director.get(ZINC).content.decode().split('class="decide-entry"')[1])[0]
    assert "name=" not in first

    answer = director.post(ZINC, {"reason": "why not"})

    assert (answer.status_code, answer.context["form"].errors) == (
        422,
        {"verb": ["Press the button of what is to be done."]},
    )


def test_an_unknown_verb_is_not_found(director):
    IngredientFactory(key="zinc")
    assert director.post(ZINC, {"verb": "explode", "reason": "why not"}).status_code == 404
