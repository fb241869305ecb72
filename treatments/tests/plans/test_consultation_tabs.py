"""The same consultation in two tabs: the older one erases nothing by silence."""

import json

import pytest
from django.urls import reverse

from clinic.kit.tests.crowd import at_once
from patients.models import Allergy, Condition
from patients.queries import current_facts
from treatments.models import Encounter
from treatments.tests.factories.catalogue import ConcernFactory, ContraindicationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(client, practitioner, patient):
    ContraindicationFactory(condition_key="keloid", label="Keloid", ask=True)
    ContraindicationFactory(condition_key="epilepsy", label="Epilepsy", ask=True)
    client.force_login(practitioner)
    return reverse("treatments:consultation", args=[patient.uuid])


@pytest.fixture
def tab(client, address):
    """Open a tab: what its form would post if nothing were touched."""

    def open_tab():
        shown = client.get(address).context
        posted = {"encounter": str(shown["encounter"].uuid) if shown["encounter"] else ""}
        for form in (form for name, form in shown["forms"].items() if name != "outcome"):
            posted |= {form.add_prefix(name): value for name, value in form.standing.items() if value}
            posted[form.add_prefix("as-shown")] = json.dumps(form.standing)
        return posted

    return open_tab


def kept(patient):
    patient.refresh_from_db()
    facts = current_facts(patient)
    story = Encounter.objects.values("reason", "findings").first() or {}
    return {
        "conditions": {fact.code: fact.answer for fact in facts.conditions},
        "allergies": [fact.text for fact in facts.standing_allergies],
        "none known": facts.no_known_allergies,
        "measures": (patient.weight_kg and str(patient.weight_kg), patient.phototype),
        **story,
    }


def test_an_older_tab_that_says_nothing_changes_nothing(client, address, tab, patient):
    older, newer = tab(), tab()
    answers = {"condition-keloid": "yes", "allergies-none": "on", "measures-weight_kg": "62", "measures-phototype": "4"}
    client.post(address, newer | answers | {"reason": "Dark marks", "findings": "Melasma"})
    before = kept(patient)

    client.post(address, older)

    assert (kept(patient), Condition.objects.count()) == (before, 1)


def test_what_the_older_tab_adds_is_kept_beside_what_the_newer_said(client, address, tab, patient):
    older, newer = tab(), tab()
    client.post(address, newer | {"condition-keloid": "yes", "reason": "Dark marks", "allergies-text": "Latex"})

    client.post(address, older | {"condition-epilepsy": "no", "findings": "Melasma", "measures-weight_kg": "62"})

    assert kept(patient) == {
        "conditions": {"keloid": "yes", "epilepsy": "no"},
        "allergies": ["Latex"],
        "none known": False,
        "measures": ("62.0", None),
        "reason": "Dark marks",
        "findings": "Melasma",
    }


@pytest.mark.parametrize(
    ("part", "field", "newer_says", "older_says", "now"),
    [
        ("story", "reason", "Dark marks", "Lines", "Dark marks"),
        ("story", "findings", "Melasma", "Clear", "Melasma"),
        ("conditions", "condition-keloid", "yes", "no", "yes"),
        ("measures", "measures-weight_kg", "62", "70", "62"),
        ("measures", "measures-phototype", "4", "2", "IV"),
    ],
)
def test_where_both_say_something_new_the_older_is_asked_again(
    client, address, tab, patient, part, field, newer_says, older_says, now
):
    older, newer = tab(), tab()
    client.post(address, newer | {field: newer_says})
    before = kept(patient)

    answer = client.post(address, older | {field: older_says})

    form = answer.context["forms"][part]
    sentence = f"Changed meanwhile to: {now}. Yours is not kept yet; keep it again, and it replaces that."
    assert (answer.status_code, kept(patient)) == (422, before)
    (name, errors) = next(iter(form.errors.items()))
    assert (form.add_prefix(name), errors, form[name].value()) == (field, [sentence], older_says)


def test_kept_once_more_it_is_meant(client, address, tab, patient):
    older, newer = tab(), tab()
    client.post(address, newer | {"condition-keloid": "yes"})
    answer = client.post(address, older | {"condition-keloid": "no"})
    form = answer.context["forms"]["conditions"]

    client.post(address, older | {"condition-keloid": "no", "condition-as-shown": json.dumps(form.standing)})

    assert kept(patient)["conditions"] == {"keloid": "no"}


def test_none_of_the_others_on_an_older_tab_passes_over_what_was_answered_since(client, address, tab, patient):
    older, newer = tab(), tab()
    client.post(address, newer | {"condition-keloid": "yes"})

    client.post(address, older | {"among": ["keloid", "epilepsy"], "none_of_the_others": "1"})

    assert kept(patient)["conditions"] == {"keloid": "yes", "epilepsy": "no"}


def test_none_known_on_an_older_tab_does_not_deny_an_allergy_told_since(client, address, tab, patient):
    client.post(address, tab() | {"allergies-none": "on"})
    older, newer = tab(), tab()
    newer.pop("allergies-none")
    client.post(address, newer | {"allergies-text": "Latex"})

    client.post(address, older)

    assert (kept(patient)["none known"], kept(patient)["allergies"]) == (False, ["Latex"])


def test_none_known_ticked_where_an_allergy_was_told_since_is_refused(client, address, tab, patient):
    older, newer = tab(), tab()
    client.post(address, newer | {"allergies-text": "Latex"})

    answer = client.post(address, older | {"allergies-none": "on"})

    assert (list(answer.context["forms"]["allergies"].errors), kept(patient)["allergies"]) == (["none"], ["Latex"])


def test_an_allergy_struck_in_both_tabs_is_struck_once(client, address, tab, patient):
    client.post(address, tab() | {"allergies-text": "Latex"})
    struck = {"allergies-struck": [Allergy.objects.get().pk]}
    older, newer = tab(), tab()
    client.post(address, newer | struck)

    answer = client.post(address, older | struck)

    assert (answer.status_code, Allergy.objects.count(), kept(patient)["allergies"]) == (302, 2, [])


def test_an_allergy_written_anew_since_is_not_struck_unseen(client, address, tab, patient):
    client.post(address, tab() | {"allergies-text": "Latex"})
    struck = {"allergies-struck": [Allergy.objects.get().pk]}
    older, newer = tab(), tab()
    client.post(address, newer | {"allergies-text": "Latex", "allergies-reaction": "Shock"})

    answer = client.post(address, older | struck)

    assert answer.context["forms"]["allergies"].errors["struck"] == [
        "Written anew meanwhile: Latex. Strike it again if it is no longer so."
    ]
    assert kept(patient)["allergies"] == ["Latex"]


def test_a_tab_whose_consultation_was_closed_keeps_what_was_typed_and_begins_none(client, address, tab, patient):
    concern = ConcernFactory()
    client.post(address, tab() | {"reason": "Dark marks"})
    older, newer = tab(), tab()
    client.post(address, newer | {"outcome": "thinking", "close": "1"})

    answer = client.post(address, older | {"findings": "Melasma", "concern": concern.pk, "condition-keloid": "yes"})

    story, conditions = (answer.context["forms"][part] for part in ("story", "conditions"))
    assert (answer.status_code, Encounter.objects.count(), kept(patient)["conditions"]) == (422, 1, {})
    assert [story[name].value() for name in ("reason", "findings", "concern")] == [
        "Dark marks",
        "Melasma",
        str(concern.pk),
    ]
    assert (conditions["keloid"].value(), story.non_field_errors()) == (
        "yes",
        ["This consultation was closed meanwhile. Keep what you typed once more, and it begins a new one."],
    )


@pytest.mark.parametrize("wrong", [{"condition-as-shown": "["}, {"condition-as-shown": "[]"}, {"encounter": "x"}])
def test_a_page_that_cannot_say_what_it_showed_is_refused(client, address, wrong):
    assert client.post(address, wrong).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_of_two_that_answer_at_one_moment_one_is_asked_again(client, address, tab, practitioner, patient):
    page = tab()

    def say(answer):
        mine = type(client)()
        mine.force_login(practitioner)
        return mine.post(address, page | {"condition-keloid": answer, "findings": answer}).status_code

    codes = at_once([lambda: say("yes"), lambda: say("no")])

    assert (sorted(codes), Condition.objects.count(), Encounter.objects.count()) == ([302, 422], 1, 1)
