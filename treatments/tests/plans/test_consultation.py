"""A consultation, kept part by part."""

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.practice.tests.factories import FrontDeskFactory, LocationFactory, PractitionerFactory
from patients.models import Allergy, Condition, Medication
from patients.queries import current_facts
from treatments.domain.screening import open_findings, screen_plan
from treatments.models import Encounter, MedicineGroup
from treatments.tests.factories.catalogue import AllergyGroupFactory, ConcernFactory, ContraindicationFactory
from treatments.tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, practitioner, patient):
    client.force_login(practitioner)
    return reverse("treatments:consultation", args=[patient.uuid])


@pytest.fixture
def keloid(db):
    return ContraindicationFactory(condition_key="keloid", label="Keloid", ask=True)


def test_opening_the_page_begins_nothing(client, page):
    client.get(page)

    assert Encounter.objects.count() == 0


def test_first_words_begin_the_consultation(client, page, practitioner):
    client.post(page, {"reason": "Dark marks", "findings": "", "concern": ""})

    encounter = Encounter.objects.get()
    assert (encounter.practitioner, encounter.reason, encounter.closed_at) == (practitioner, "Dark marks", None)


def test_keeping_twice_stays_one_consultation(client, page):
    client.post(page, {"reason": "Dark marks"})
    client.post(page, {"reason": "Dark marks", "findings": "Epidermal melasma"})

    assert Encounter.objects.get().findings == "Epidermal melasma"


def test_conditions_stay_not_asked_unless_answered(client, page, keloid):
    client.post(page, {"reason": "Dark marks"})

    assert Condition.objects.count() == 0


def test_yes_is_written_down_with_who_said_so(client, page, keloid, practitioner):
    client.post(page, {"condition-keloid": "yes"})

    fact = Condition.objects.get()
    assert (fact.code, fact.answer, fact.reviewed_by) == ("keloid", "yes", practitioner)


def test_none_of_the_others_answers_no_to_what_was_not_asked_only(client, page, keloid):
    ContraindicationFactory(condition_key="epilepsy", label="Epilepsy")
    among = {"among": ["keloid", "epilepsy"], "none_of_the_others": "1"}

    client.post(page, {"condition-keloid": "yes", "condition-epilepsy": "not_asked", **among})

    assert dict(Condition.objects.values_list("code", "answer")) == {"keloid": "yes", "epilepsy": "no"}


def test_keeping_the_same_answer_again_records_nothing_new(client, page, keloid):
    client.post(page, {"condition-keloid": "no"})
    client.post(page, {"condition-keloid": "no"})

    assert Condition.objects.count() == 1


def test_allergies_by_group_and_in_words(client, page, patient):
    AllergyGroupFactory(key="latex", name="Latex")

    client.post(page, {"allergies-codes": ["latex"], "allergies-text": "Plasters", "allergies-reaction": "Itching"})

    named = current_facts(patient).standing_allergies
    assert sorted((fact.text, fact.reaction) for fact in named) == [("Latex", "Itching"), ("Plasters", "Itching")]


def test_no_known_allergies_is_an_entry_of_its_own(client, page, patient):
    client.post(page, {"allergies-none": "on"})

    assert current_facts(patient).no_known_allergies


def test_no_known_allergies_beside_one_is_refused_there_and_the_rest_is_kept(client, page, patient):
    answer = client.post(page, {"reason": "Dark marks", "allergies-none": "on", "allergies-text": "Latex"})

    form = answer.context["forms"]["allergies"]
    assert (list(form.errors), form["text"].value(), Encounter.objects.get().reason, Allergy.objects.count()) == (
        ["none"],
        "Latex",
        "Dark marks",
        0,
    )


def test_allergy_no_longer_is_struck(client, page, patient):
    client.post(page, {"allergies-text": "Latex"})
    fact = Allergy.objects.get()

    client.post(page, {"allergies-struck": [fact.pk]})

    assert current_facts(patient).standing_allergies == ()


def test_medicine_from_the_catalogue_with_its_dose(client, page):
    MedicineGroup.objects.create(key="vka", label="Vitamin K antagonists", words=["warfarin"])

    client.post(page, {"medicines-codes": ["vka"], "medicines-dose": "5 mg"})

    fact = Medication.objects.get()
    assert (fact.code, fact.text, fact.dose) == ("vka", "Vitamin K antagonists", "5 mg")


def test_weight_and_phototype_are_kept_with_their_day(client, page, patient):
    client.post(page, {"measures-weight_kg": "61.5", "measures-weighed_on": "2026-11-01", "measures-phototype": "4"})

    patient.refresh_from_db()
    assert (str(patient.weight_kg), str(patient.weighed_on), patient.phototype) == ("61.5", "2026-11-01", 4)


def test_new_weight_beside_the_day_of_the_old_one_counts_from_today(client, page, patient):
    client.post(page, {"measures-weight_kg": "61.5", "measures-weighed_on": "2026-11-01"})

    client.post(page, {"measures-weight_kg": "63", "measures-weighed_on": "2026-11-01"})

    patient.refresh_from_db()
    assert (str(patient.weight_kg), patient.weighed_on) == ("63.0", timezone.localdate())


def test_day_of_weighing_is_put_right_by_itself(client, page, patient):
    client.post(page, {"measures-weight_kg": "61.5", "measures-weighed_on": "2026-11-01"})

    client.post(page, {"measures-weight_kg": "61.5", "measures-weighed_on": "2026-11-02"})

    patient.refresh_from_db()
    assert (str(patient.weight_kg), str(patient.weighed_on)) == ("61.5", "2026-11-02")


def test_weight_on_file_is_not_emptied(client, page):
    client.post(page, {"measures-weight_kg": "61.5"})

    answer = client.post(page, {"measures-weight_kg": ""})

    assert list(answer.context["forms"]["measures"].errors) == ["weight_kg"]


def test_weight_is_never_rounded(client, page, patient):
    answer = client.post(page, {"measures-weight_kg": "62.12345"})

    patient.refresh_from_db()
    assert (answer.context["forms"]["measures"].errors, patient.weight_kg) == (
        {"weight_kg": ["Write at most 1 decimal: nothing is rounded here."]},
        None,
    )


def test_day_of_weighing_long_ago_is_refused_at_the_day(client, page):
    answer = client.post(page, {"measures-weight_kg": "62", "measures-weighed_on": "1900-01-01"})

    assert list(answer.context["forms"]["measures"].errors) == ["weighed_on"]


@pytest.mark.parametrize(("part", "kind"), [("allergies", Allergy), ("medicines", Medication)])
def test_none_in_words_is_refused_where_it_was_typed(client, page, part, kind):
    answer = client.post(page, {f"{part}-text": "none"})

    assert (list(answer.context["forms"][part].errors), kind.objects.count()) == (["text"], 0)


def test_impossible_weight_is_refused_at_the_weight(client, page):
    answer = client.post(page, {"measures-weight_kg": "900"})

    assert (answer.status_code, list(answer.context["forms"]["measures"].errors)) == (422, ["weight_kg"])


def test_new_fact_screens_the_open_plan_anew(client, page, patient, location, practitioner, keloid):
    plan = PlanFactory(patient=patient, location=location)
    screen_plan(plan=plan, by=practitioner)

    client.post(page, {"condition-keloid": "yes", "allergies-none": "on", "medicines-none": "on"})

    assert [finding.subject for finding in open_findings(plan)] == ["keloid"]


def test_closing_with_a_plan_leads_to_the_plan(client, page, patient):
    concern = ConcernFactory()

    answer = client.post(page, {"reason": "Lines", "concern": concern.pk, "outcome": "plan", "close": "1"})

    encounter = Encounter.objects.get()
    where = reverse("treatments:plan_new", args=[patient.uuid])
    assert (answer.url, encounter.outcome) == (f"{where}?encounter={encounter.uuid}&concern=anti_aging", "plan")


def test_closing_without_an_outcome_asks_for_it_and_keeps_the_rest(client, page):
    answer = client.post(page, {"reason": "Lines", "close": "1"})

    encounter = Encounter.objects.get()
    assert (answer.context["wrong"], encounter.reason, encounter.closed_at) == (["outcome"], "Lines", None)


def test_patient_of_another_location_is_not_found(client, page):
    client.force_login(PractitionerFactory(works_at=LocationFactory()))

    assert client.get(page).status_code == 404


def test_front_desk_does_not_see_a_consultation(client, page, location):
    client.force_login(FrontDeskFactory(works_at=location))

    assert client.get(page).status_code == 403


@pytest.mark.parametrize("count", [1, 3, 60])
def test_page_costs_the_same_however_much_is_asked(client, page, count, django_assert_num_queries):
    for number in range(count):
        ContraindicationFactory(condition_key=f"condition_{number}")

    with django_assert_num_queries(25):
        client.get(page)
