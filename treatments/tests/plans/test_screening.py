from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from clinic.diary.tests.factories import VisitFactory
from clinic.kit.errors import Refusal
from clinic.practice.tests.factories import PractitionerFactory
from patients.domain.facts import record_allergy, record_condition, record_medication, record_weight
from treatments.domain import courses, plans
from treatments.domain.screening import decide, latest_findings, open_findings, rescreen, screen_plan
from treatments.models import DoseLimit, Level
from treatments.tests.factories.catalogue import ContraindicationFactory, ZoneFactory
from treatments.tests.factories.plans import CourseFactory, RecipeVersionFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(patient, location, practitioner, shelf):
    """A draft plan with lidocaine, for a patient with no known allergies and no medicines."""
    record_allergy(patient=patient, code="none_known", answer="yes", by=practitioner)
    record_medication(patient=patient, code="none", answer="yes", by=practitioner)
    version = RecipeVersionFactory(recipe__concern=shelf.concern, lines=[{"ingredient": shelf.anaesthetic}])
    plan = plans.start_plan(patient=patient, location=location, by=practitioner)
    courses.add_course(plan=plan, concern=shelf.concern, recipe_version=version, by=practitioner)
    return plan


@pytest.fixture
def keloid(db):
    return ContraindicationFactory(key="CI-24", condition_key="keloid", label="Keloid", ask=True, level=Level.DECIDE)


def rules(findings):
    return [finding.rule for finding in findings]


def test_healthy_patient_is_not_interrupted(plan):
    assert open_findings(plan) == []


def test_allergy_to_an_ingredient_is_a_stop_nobody_overrides(plan, patient, practitioner, shelf):
    record_allergy(patient=patient, code=shelf.anaesthetic.key, answer="yes", by=practitioner)
    rescreen(patient=patient, by=practitioner)
    (stop,) = open_findings(plan)

    with pytest.raises(Refusal, match="cannot be overridden"):
        decide(plan=plan, finding=stop, reason="I know better.", by=practitioner)


def test_not_asked_is_cannot_judge(plan, keloid, practitioner):
    screen_plan(plan=plan, by=practitioner)

    (gap,) = open_findings(plan)
    assert (gap.level, gap.rule, gap.ask) == (Level.DECIDE, "not_asked/history", ["keloid"])


def test_answering_no_clears_it(plan, keloid, patient, practitioner):
    record_condition(patient=patient, code="keloid", answer="no", by=practitioner)
    rescreen(patient=patient, by=practitioner)

    assert open_findings(plan) == []


def test_decision_carries_forward_while_the_facts_stay(plan, keloid, patient, practitioner):
    record_condition(patient=patient, code="keloid", answer="yes", by=practitioner)
    rescreen(patient=patient, by=practitioner)
    decide(plan=plan, finding=open_findings(plan)[0], reason="Small, old, far away.", by=practitioner)

    screen_plan(plan=plan, by=practitioner)

    assert (open_findings(plan), latest_findings(plan)[0].decision.by) == ([], practitioner)


def test_decision_reopens_when_what_the_rule_read_changes(plan, practitioner, patient, shelf):
    DoseLimit.objects.create(
        key="lido", ingredient=shelf.anaesthetic, purpose="session_limit", mg_per_kg="4.5", cap_mg="300"
    )
    screen_plan(plan=plan, by=practitioner)
    decide(plan=plan, finding=open_findings(plan)[0], reason="A small adult.", by=practitioner)
    weighed_long_ago = timezone.localdate() - timedelta(days=400)

    record_weight(patient=patient, kg=Decimal(60), weighed_on=weighed_long_ago, by=practitioner)
    rescreen(patient=patient, by=practitioner)

    assert rules(open_findings(plan)) == ["dose_limit/lido"]


def test_deciding_an_old_finding_is_refused(plan, keloid, patient, practitioner):
    screen_plan(plan=plan, by=practitioner)
    old = open_findings(plan)[0]
    record_condition(patient=patient, code="keloid", answer="no", by=practitioner)
    rescreen(patient=patient, by=practitioner)

    with pytest.raises(Refusal) as refusal:
        decide(plan=plan, finding=old, reason="Fine.", by=practitioner)

    assert refusal.value.code == "conflict"


def test_deciding_without_a_reason_is_refused_at_the_reason(plan, keloid, practitioner):
    screen_plan(plan=plan, by=practitioner)

    with pytest.raises(Refusal) as refusal:
        decide(plan=plan, finding=open_findings(plan)[0], reason=" ", by=practitioner)

    assert refusal.value.field == "reason"


def test_a_stop_that_may_be_overridden_needs_somebody_who_may_prescribe(plan, location, patient, practitioner):
    ContraindicationFactory(condition_key="sunburn", level=Level.STOP, may_override=True)
    record_condition(patient=patient, code="sunburn", answer="yes", by=practitioner)
    rescreen(patient=patient, by=practitioner)
    nurse = PractitionerFactory(works_at=location, may_prescribe=False)

    with pytest.raises(Refusal, match="may prescribe"):
        decide(plan=plan, finding=open_findings(plan)[0], reason="Healed.", by=nurse)


@pytest.mark.parametrize(
    ("case", "may_override", "prescribes", "reason", "outcome"),
    [
        ("the rule allows it, a prescriber, a reason", True, True, "A letter from the haematologist.", "decided"),
        ("the rule does not allow it", False, True, "A letter from the haematologist.", "cannot be overridden"),
        ("who may not prescribe", True, False, "A letter from the haematologist.", "may prescribe"),
        ("no reason", True, True, "  ", "Write the reason"),
    ],
)
def test_stop_is_overridden_only_where_allowed_by_who_may_with_a_reason(
    plan, location, patient, practitioner, case, may_override, prescribes, reason, outcome
):
    ContraindicationFactory(condition_key="bleeding", level=Level.STOP, may_override=may_override)
    record_condition(patient=patient, code="bleeding", answer="yes", by=practitioner)
    rescreen(patient=patient, by=practitioner)
    clinician = PractitionerFactory(works_at=location, may_prescribe=prescribes)
    (stop,) = open_findings(plan)

    if outcome == "decided":
        assert decide(plan=plan, finding=stop, reason=reason, by=clinician).reason == reason
    else:
        with pytest.raises(Refusal, match=outcome):
            decide(plan=plan, finding=stop, reason=reason, by=clinician)
    assert open_findings(plan) == ([] if outcome == "decided" else [stop])


def test_open_stop_refuses_the_proposal(plan, patient, practitioner, shelf):
    course = plan.courses.get()
    courses.change_course(course=course, zones=[ZoneFactory()], sessions_planned=1, by=practitioner)
    record_allergy(patient=patient, code=shelf.anaesthetic.key, answer="yes", by=practitioner)
    plan.refresh_from_db()

    with pytest.raises(Refusal, match="An open stop: Allergy to Lidocaine"):
        plans.propose(plan=plan, edition=plan.edition, by=practitioner)


def test_blocked_ingredient_is_a_stop(plan, practitioner, shelf):
    shelf.anaesthetic.status = "blocked"
    shelf.anaesthetic.save(update_fields=["status"])

    screen_plan(plan=plan, by=practitioner)

    assert rules(open_findings(plan)) == ["ingredient_status"]


def test_rescreen_leaves_closed_plans_alone(plan, patient, practitioner):
    plans.stop(plan=plan, reason="Moved abroad.", by=practitioner)

    assert rescreen(patient=patient, by=practitioner) == []


def test_pregnancy_asked_yesterday_is_not_asked_today(plan, patient, practitioner):
    ContraindicationFactory(condition_key="pregnancy", label="Pregnancy", ask=True, valid_days=0, level=Level.STOP)
    asked = record_condition(patient=patient, code="pregnancy", answer="no", by=practitioner)
    type(asked).objects.filter(pk=asked.pk).update(recorded_at=timezone.now() - timedelta(days=1))

    screen_plan(plan=plan, by=practitioner)

    assert rules(open_findings(plan)) == ["not_asked/today"]


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_screening_costs_the_same_however_many_rules(plan, practitioner, rows, django_assert_num_queries):
    ContraindicationFactory.create_batch(rows, condition_key="keloid", ask=False)

    with django_assert_num_queries(28):
        screen_plan(plan=plan, by=practitioner)


@pytest.mark.parametrize("number", [1, 3, 12])
def test_screening_costs_the_same_however_many_courses_and_sessions(
    plan, practitioner, number, django_assert_num_queries
):
    for course in CourseFactory.create_batch(number, plan=plan):
        SessionFactory(course=course)
        SessionFactory(course=course, number=2, treatment_ended_at=timezone.now())

    with django_assert_num_queries(29):
        screen_plan(plan=plan, by=practitioner)


def test_doses_of_two_courses_in_one_visit_are_added(plan, patient, practitioner, shelf):
    DoseLimit.objects.create(
        key="lido", ingredient=shelf.anaesthetic, purpose="session_limit", mg_per_kg="4.5", cap_mg="15"
    )
    first = plan.courses.get()
    second = CourseFactory(plan=plan, recipe_version=first.recipe_version)
    visit = VisitFactory(patient=patient, location=plan.location)
    for course in (first, second):
        SessionFactory(course=course, visit=visit)

    screen_plan(plan=plan, by=practitioner)

    assert [finding.level for finding in open_findings(plan) if finding.rule == "dose_limit/lido"] == [Level.STOP]
