"""The clinic changes a level: who may, when it counts, what stays."""

import pytest

from clinic.kit.errors import Refusal
from clinic.practice.models import Practice
from clinic.practice.tests.factories import DirectorFactory, PracticeFactory, PractitionerFactory
from patients.domain.facts import record_allergy, record_condition, record_medication
from treatments.domain.rule_levels import agree, set_level, withdraw
from treatments.domain.rule_rows import catalogue_facts
from treatments.domain.screening import decide, open_findings, rescreen
from treatments.models import Level, RuleLevel
from treatments.tests.factories.catalogue import ContraindicationFactory
from treatments.tests.factories.plans import CourseFactory, PlanFactory

pytestmark = pytest.mark.django_db
KELOID, BLEEDING, PREGNANCY = "patient_condition/CI-24", "patient_condition/CI-08", "patient_condition/CI-01"


@pytest.fixture
def rows(db):
    ContraindicationFactory(key="CI-24", condition_key="keloid", label="Keloid", level=Level.DECIDE)
    ContraindicationFactory(key="CI-08", condition_key="bleeding", level=Level.STOP, may_override=True)
    ContraindicationFactory(key="CI-01", condition_key="pregnancy", level=Level.STOP)


@pytest.fixture
def plan(rows, patient, location, practitioner):
    """An open plan of a patient who forms keloids."""
    record_allergy(patient=patient, code="none_known", answer="yes", by=practitioner)
    record_medication(patient=patient, code="none", answer="yes", by=practitioner)
    record_condition(patient=patient, code="keloid", answer="yes", by=practitioner)
    plan = PlanFactory(patient=patient, location=location, accepted=True)
    CourseFactory(plan=plan)
    rescreen(patient=patient, by=practitioner)
    return plan


def level_of(rule: str) -> str | None:
    levels = catalogue_facts().levels
    return levels[rule].here if rule in levels else None


def test_raised_level_counts_at_once_for_every_open_plan(plan, practitioner):
    set_level(rule=KELOID, level="stop", reason="Two bad scars this year.", by=practitioner)

    assert [(finding.rule, finding.level) for finding in open_findings(plan)] == [(KELOID, "stop")]


def test_decision_made_before_does_not_answer_the_raised_level(plan, practitioner):
    decide(plan=plan, finding=open_findings(plan)[0], reason="Small and old.", by=practitioner)
    set_level(rule=KELOID, level="stop", reason="Two bad scars this year.", by=practitioner)

    assert [finding.level for finding in open_findings(plan)] == ["stop"]


def test_raised_stop_is_overridden_with_a_reason_by_who_may_prescribe(plan, practitioner):
    set_level(rule=KELOID, level="stop", reason="Two bad scars this year.", by=practitioner)

    decide(plan=plan, finding=open_findings(plan)[0], reason="Tested behind the ear.", by=practitioner)

    assert open_findings(plan) == []


def test_lower_level_waits(plan, practitioner):
    set_level(rule=KELOID, level="note", reason="We only treat scalps.", by=practitioner)

    assert (level_of(KELOID), [finding.level for finding in open_findings(plan)]) == ("decide", ["decide"])


def test_lower_level_counts_once_another_person_agrees(plan, practitioner, director):
    change = set_level(rule=KELOID, level="note", reason="We only treat scalps.", by=practitioner)

    agree(change=change, by=director)

    assert (level_of(KELOID), open_findings(plan)) == ("note", [])


def test_who_asked_does_not_agree(rows, director):
    change = set_level(rule=KELOID, level="note", reason="We only treat scalps.", by=director)

    with pytest.raises(Refusal, match="another person"):
        agree(change=change, by=director)


def test_who_may_not_approve_does_not_agree(rows, practitioner, location):
    change = set_level(rule=KELOID, level="note", reason="We only treat scalps.", by=practitioner)

    with pytest.raises(Refusal, match="may approve"):
        agree(change=change, by=PractitionerFactory(works_at=location))


@pytest.mark.parametrize(("owner", "agreed"), [(True, True), (False, False)])
def test_in_single_practitioner_mode_the_owner_agrees_alone(rows, location, owner, agreed):
    PracticeFactory()
    Practice.objects.update(single_practitioner=True)
    director = DirectorFactory(works_at=location, is_owner=owner)
    change = set_level(rule=KELOID, level="note", reason="We only treat scalps.", by=director)
    if agreed:
        agree(change=change, by=director)
    else:
        with pytest.raises(Refusal, match="another person"):
            agree(change=change, by=director)
    assert level_of(KELOID) == ("note" if agreed else "decide")


def test_two_who_agree_at_once_agree_once(rows, practitioner, director, location):
    change = set_level(rule=KELOID, level="note", reason="We only treat scalps.", by=practitioner)
    agree(change=change, by=director)

    with pytest.raises(Refusal) as refusal:
        agree(change=change, by=DirectorFactory(works_at=location))

    assert refusal.value.code == "conflict"


def test_withdrawn_wish_cannot_be_agreed_to(rows, practitioner, director):
    change = set_level(rule=KELOID, level="note", reason="We only treat scalps.", by=practitioner)
    withdraw(change=change, by=practitioner)

    with pytest.raises(Refusal):
        agree(change=change, by=director)


def test_what_counts_is_not_withdrawn(rows, practitioner):
    change = set_level(rule=KELOID, level="stop", reason="Two bad scars.", by=practitioner)

    with pytest.raises(Refusal, match="already counts"):
        withdraw(change=change, by=practitioner)


def test_going_back_from_a_raised_level_takes_two(rows, practitioner, director):
    set_level(rule=KELOID, level="stop", reason="Two bad scars.", by=practitioner)
    change = set_level(rule=KELOID, level="decide", reason="A year without.", by=practitioner)
    before = level_of(KELOID)

    agree(change=change, by=director)

    assert (before, level_of(KELOID)) == ("stop", "decide")


def test_every_change_stays_on_record(rows, practitioner, director):
    set_level(rule=KELOID, level="note", reason="First.", by=practitioner)
    set_level(rule=KELOID, level="stop", reason="Second.", by=practitioner)
    agree(change=set_level(rule=KELOID, level="decide", reason="Third.", by=practitioner), by=director)

    kept = [(change.reason, change.withdrawn_at is None) for change in RuleLevel.objects.order_by("pk")]
    assert kept == [("First.", False), ("Second.", True), ("Third.", True)]


@pytest.mark.parametrize(
    ("case", "rule", "level", "reason", "words"),
    [
        ("a stop nobody may override", PREGNANCY, "decide", "Why not.", "nobody may lower it"),
        ("what cannot be judged", "not_asked/today", "note", "Too many questions.", "never lowered"),
        ("an allergy to an ingredient", "allergy/ingredient", "note", "Why not.", "nobody may lower it"),
        ("the level it has", KELOID, "decide", "Why not.", "another level"),
        ("a level that is none", KELOID, "shout", "Why not.", "another level"),
        ("no reason", KELOID, "stop", " ", "reason"),
        ("no such rule", "patient_condition/CI-99", "stop", "Why not.", "no such rule"),
    ],
)
def test_impossible_change_is_refused(rows, practitioner, case, rule, level, reason, words):
    with pytest.raises(Refusal, match=words):
        set_level(rule=rule, level=level, reason=reason, by=practitioner)
    assert not RuleLevel.objects.exists()


def test_who_neither_prescribes_nor_approves_changes_nothing(rows, location):
    nurse = PractitionerFactory(works_at=location, may_prescribe=False, may_approve=False)

    with pytest.raises(Refusal, match="prescribe or approve"):
        set_level(rule=KELOID, level="stop", reason="Two bad scars.", by=nurse)


def test_stop_that_can_be_overridden_is_lowered_to_a_decision(plan, patient, practitioner, director):
    record_condition(patient=patient, code="bleeding", answer="yes", by=practitioner)
    agree(change=set_level(rule=BLEEDING, level="decide", reason="Mild ones.", by=practitioner), by=director)
    rescreen(patient=patient, by=practitioner)

    assert {finding.rule: finding.level for finding in open_findings(plan)} == {KELOID: "decide", BLEEDING: "decide"}
