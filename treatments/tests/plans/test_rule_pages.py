"""The page of all rules, and the page of test injections."""

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.practice.tests.factories import DirectorFactory
from treatments.domain.rule_levels import set_level
from treatments.domain.screening import open_findings, screen_plan
from treatments.models import RuleLevel
from treatments.models import TestInjection as Injected
from treatments.queries.rulebook import rules_page
from treatments.rules.kinds import ALL_KINDS
from treatments.tests.factories.catalogue import ContraindicationFactory, IngredientFactory, SourceFactory
from treatments.tests.factories.plans import CourseFactory, PlanFactory, RecipeVersionFactory

pytestmark = pytest.mark.django_db
RULES = reverse("treatments:rules")
KELOID = "patient_condition/CI-24"


@pytest.fixture
def keloid(db):
    SourceFactory(key="azpmu", title="A list of who should wait")
    return ContraindicationFactory(
        key="CI-24", condition_key="keloid", label="Keloid or raised scars", level="decide", sources=["azpmu"]
    )


@pytest.fixture
def signed_in(client, practitioner):
    client.force_login(practitioner)
    return client


def page_of(client, **asked) -> str:
    return client.get(RULES, asked).content.decode()


def test_page_says_every_kind_in_words(signed_in, keloid):
    page = page_of(signed_in)
    shown = {kind.kind.id for kind in rules_page()}
    assert [kind.title for kind in ALL_KINDS if kind.id in shown and kind.title.split(",")[0] not in page] == []


def test_rule_stands_with_its_level_and_its_source(signed_in, keloid):
    page = page_of(signed_in, search="keloid")
    assert ("Keloid or raised scars" in page, "A list of who should wait" in page, "1 rule," in page) == (True,) * 3


@pytest.mark.parametrize(("search", "found"), [("keloid", 1), ("KELOID raised", 1), ("nothing like it", 0)])
def test_rules_are_searched(keloid, search, found):
    assert sum(len(kind.rules) for kind in rules_page(search=search)) == found


def test_form_says_which_level_waits_for_agreement(signed_in, keloid):
    (kind,) = rules_page(search="keloid")
    opened = page_of(signed_in, change=KELOID)
    assert kind.rules[0].levels == [("note", True), ("stop", False)]
    assert opened.count("(lower: somebody else agrees first)") == 1


def test_form_raises_a_level(signed_in, keloid):
    given = {"rule": KELOID, "level": "stop", "reason": "Two bad scars."}
    answer = signed_in.post(reverse("treatments:rule_change"), given, follow=True)

    assert "Raised: it counts from now on" in answer.content.decode()
    assert [(change.level, change.lowers) for change in RuleLevel.objects.all()] == [("stop", False)]


def test_refused_change_says_why_at_its_field_and_keeps_what_was_typed(signed_in, keloid):
    answer = signed_in.post(reverse("treatments:rule_change"), {"rule": KELOID, "level": "decide", "reason": "Mine."})

    page = answer.content.decode()
    assert (answer.status_code, "Choose another level" in page, "Mine." in page) == (422, True, True)


def test_colleague_agrees_on_the_page(client, keloid, practitioner, location):
    change = set_level(rule=KELOID, level="note", reason="We only treat scalps.", by=practitioner)
    client.force_login(DirectorFactory(works_at=location))
    waiting = page_of(client, only="waiting")

    client.post(reverse("treatments:rule_answer", args=[change.pk, "agree"]))

    assert ("waits for agreement" in waiting, "shipped as: Decide" in page_of(client, only="changed")) == (True, True)


def test_who_asked_is_offered_to_withdraw_only(signed_in, keloid, practitioner):
    change = set_level(rule=KELOID, level="note", reason="We only treat scalps.", by=practitioner)
    page = page_of(signed_in)
    offered = [step in page for step in ("agree", "withdraw")]
    answers = [reverse("treatments:rule_answer", args=[change.pk, step]) in page for step in ("agree", "withdraw")]
    assert (offered, answers) == ([True, True], [False, True])


@pytest.mark.parametrize("number", [1, 30])
def test_page_costs_the_same_however_many_rules(signed_in, keloid, practitioner, number, django_assert_num_queries):
    for row in ContraindicationFactory.create_batch(number, condition_key="keloid"):
        set_level(rule=f"patient_condition/{row.key}", level="stop", reason="An example.", by=practitioner)

    with django_assert_num_queries(14):
        rules_page()


def injections_of(patient) -> str:
    return reverse("treatments:test_injections", args=[patient.uuid])


@pytest.fixture
def enzyme(db):
    return IngredientFactory(key="enzyme", name="Enzyme", needs_test_injection=True, approved=True)


@pytest.fixture
def plan(patient, location, enzyme):
    plan = PlanFactory(patient=patient, location=location, accepted=True)
    CourseFactory(plan=plan, recipe_version=RecipeVersionFactory(lines=[{"ingredient": enzyme}]))
    screen_plan(plan=plan, by=None)
    return plan


def told(enzyme, **more) -> dict[str, str]:
    today = timezone.localdate().isoformat()
    return {"ingredient": str(enzyme.pk), "given_on": today, "read_on": today, "result": "negative"} | more


def asks_for_a_test(plan) -> bool:
    return any(finding.rule == "test_injection/missing" for finding in open_findings(plan))


def test_finding_leads_to_the_form(signed_in, plan, patient):
    page = signed_in.get(reverse("treatments:plan", args=[plan.uuid])).content.decode()
    assert f"{injections_of(patient)}?ingredient=enzyme" in page


def test_negative_test_clears_the_finding(signed_in, plan, patient, enzyme):
    before = asks_for_a_test(plan)
    signed_in.post(injections_of(patient), told(enzyme, note="Behind the ear."))

    assert (before, asks_for_a_test(plan)) == (True, False)


def test_reaction_stops(signed_in, plan, patient, enzyme):
    signed_in.post(injections_of(patient), told(enzyme, result="positive"))

    assert [finding.level for finding in open_findings(plan) if finding.rule == "test_injection/reaction"] == ["stop"]


def test_same_test_sent_twice_is_kept_once(signed_in, patient, enzyme):
    for _time in (1, 2):
        signed_in.post(injections_of(patient), told(enzyme))

    assert Injected.objects.count() == 1


@pytest.mark.parametrize(
    ("case", "changes", "words"),
    [
        ("read tomorrow", {"read_on": "2099-01-01"}, "once it has been read"),
        ("read before it was given", {"read_on": "2020-01-01"}, "or later"),
        ("no ingredient", {"ingredient": ""}, "This field is required"),
        ("no result", {"result": ""}, "This field is required"),
        ("a day that is none", {"given_on": "31/31/2026"}, "Enter a valid date"),
    ],
)
def test_impossible_test_is_refused_at_its_field(signed_in, patient, enzyme, case, changes, words):
    answer = signed_in.post(injections_of(patient), told(enzyme, **changes))
    assert (answer.status_code, words in answer.content.decode(), Injected.objects.count()) == (422, True, 0)


def test_who_may_not_inject_records_no_test(client, patient, enzyme, practitioner):
    practitioner.may_inject = False
    practitioner.save(update_fields=["may_inject"])
    client.force_login(practitioner)
    answer = client.post(injections_of(patient), told(enzyme))
    assert (answer.status_code, "may inject" in answer.content.decode()) == (422, True)
