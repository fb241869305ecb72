"""What holds for every course among others, and for every level of the clinic's."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from treatments.rules.facts import (
    ClinicLevel,
    CourseFacts,
    DoseLimit,
    GivenDose,
    OtherDose,
    PlanFacts,
    PointCheck,
    Published,
    TestRead,
)
from treatments.rules.findings import LEVELS, Level
from treatments.rules.levels import Change, level_in_force, rules_of
from treatments.rules.limits import for_volume, limit_shares
from treatments.rules.screening import screen
from treatments.tests.rules.clinic import CATALOGUE, HEALTHY, TODAY, keys
from treatments.tests.rules.test_properties import INGREDIENTS, facts, patients, recipes

WINDOW = DoseLimit("txa_week", keys("txa"), D(20), D(900), window_days=7)
ROWS = replace(
    CATALOGUE, limits=(*CATALOGUE.limits, WINDOW), point_checks=(PointCheck("txa", "txa", D("0.2"), ("lee2006",)),)
)
RULES = rules_of(ROWS)
days = st.integers(-40, 40).map(lambda number: TODAY + timedelta(number))
doses = st.builds(
    OtherDose,
    st.sampled_from(INGREDIENTS),
    st.decimals(0, 400, places=1),
    st.just("other"),
    st.booleans(),
    st.booleans(),
)
courses = st.builds(
    CourseFacts,
    st.sampled_from(["a", "b", "c", "d"]),
    st.sampled_from(["Face", "Scalp", "Scars"]),
    st.frozensets(st.sampled_from(["cheek", "chin", "vertex"])),
    st.one_of(st.none(), st.integers(1, 30)),
    st.booleans(),
    st.frozensets(days, max_size=4),
)
volumes = st.one_of(st.none(), st.decimals("0.1", 200, places=1))
plans = st.builds(
    PlanFacts,
    concern=st.just("skin_brightening"),
    judged_on=st.one_of(st.none(), days),
    volume_ml=volumes,
    other_doses=st.lists(doses, max_size=3).map(tuple),
    earlier=st.lists(st.builds(GivenDose, doses, days), max_size=4).map(tuple),
    course=courses,
    other_courses=st.lists(courses, max_size=4).map(tuple),
    published=st.one_of(st.none(), st.builds(Published, st.just("BR-07"), volumes, st.none(), volumes)),
)
changes = st.lists(st.builds(Change, st.sampled_from(list(LEVELS)), st.booleans()), max_size=5)


def found(patient, recipe, plan, rows=ROWS):
    return screen(patient, recipe, plan, rows)


@given(patients, recipes, plans, st.randoms(use_true_random=False))
def test_order_of_courses_doses_and_sessions_changes_no_finding(patient, recipe, plan, random):
    mixed = {
        name: tuple(random.sample(getattr(plan, name), len(getattr(plan, name))))
        for name in ("other_doses", "earlier", "other_courses")
    }
    assert found(patient, facts(recipe), replace(plan, **mixed)) == found(patient, facts(recipe), plan)


@given(recipes, plans)
def test_the_same_facts_give_the_same_findings_of_a_course(recipe, plan):
    assert found(HEALTHY, facts(recipe), plan) == found(HEALTHY, facts(recipe), plan)


@given(patients, recipes, plans, st.integers(-400, 400))
def test_no_result_depends_on_the_clock(patient, recipe, plan, shift):
    """Everything moved by as many days, "today" with it, is judged alike: there is no other clock."""
    by = timedelta(shift)
    later = replace(
        plan,
        judged_on=plan.judged_on and plan.judged_on + by,
        earlier=tuple(replace(one, on=one.on + by) for one in plan.earlier),
        course=replace(plan.course, days=frozenset(day + by for day in plan.course.days)),
        other_courses=tuple(
            replace(other, days=frozenset(day + by for day in other.days)) for other in plan.other_courses
        ),
    )
    told = {key: replace(answer, on=answer.on and answer.on + by) for key, answer in patient.conditions.items()}
    moved = replace(
        patient,
        today=patient.today + by,
        birth_date=patient.birth_date and patient.birth_date + by,
        weight_on=patient.weight_on and patient.weight_on + by,
        conditions=told,
    )
    ageless = [item for item in found(patient, facts(recipe), plan) if item.rule not in ("age", "contraception")]
    alike = [item for item in found(moved, facts(recipe), later) if item.rule not in ("age", "contraception")]
    assert [_undated(item) for item in alike if "not_asked" not in item.rule] == [
        _undated(item) for item in ageless if "not_asked" not in item.rule
    ]


def _undated(item) -> tuple:
    return item.rule, item.level, item.subject, item.sentence


@given(recipes, plans, st.lists(st.builds(GivenDose, doses, days), max_size=3).map(tuple))
def test_more_given_before_never_removes_a_stop(recipe, plan, more):
    before = _stopped(HEALTHY, facts(recipe), plan)
    after = _stopped(HEALTHY, facts(recipe), replace(plan, earlier=plan.earlier + more))
    assert {rule for rule in before if "cumulative" in rule} <= {rule for rule in after if "cumulative" in rule}


def _stopped(patient, recipe, plan, rows=ROWS) -> set[str]:
    return {item.rule for item in screen(patient, recipe, plan, rows) if item.level == Level.STOP}


@given(patients, recipes, plans, st.sampled_from(INGREDIENTS))
def test_another_reaction_never_removes_a_stop(patient, recipe, plan, ingredient):
    more = replace(patient, tests=(*patient.tests, TestRead(ingredient, TODAY, True)))
    assert _stopped(patient, facts(recipe), plan) <= _stopped(more, facts(recipe), plan)


@given(patients, recipes, plans, st.sampled_from(RULES), st.sampled_from(list(LEVELS)))
def test_raised_level_never_removes_a_stop(patient, recipe, plan, rule, level):
    here = level_in_force(rule, [Change(level)])
    rows = replace(ROWS, levels={rule.id: ClinicLevel(rule.level, here)})
    assert _stopped(patient, facts(recipe), plan) <= _stopped(patient, facts(recipe), plan, rows)


@given(patients, recipes, plans, st.sampled_from(RULES), changes)
def test_no_level_clears_what_cannot_be_judged_or_what_nobody_may_override(patient, recipe, plan, rule, changes):
    rows = replace(ROWS, levels={rule.id: ClinicLevel(rule.level, level_in_force(rule, changes))})
    before, after = (found(patient, facts(recipe), plan, some) for some in (ROWS, rows))
    fixed = {(item.rule, item.subject) for item in before if item.level == Level.STOP and not item.may_override}
    unjudged = {(item.rule, item.subject) for item in before if item.unjudged}
    assert fixed <= {(item.rule, item.subject) for item in after if item.level == Level.STOP and not item.may_override}
    assert unjudged <= {(item.rule, item.subject) for item in after if item.interrupts}


@given(patients, recipes, plans)
def test_every_finding_belongs_to_a_rule_the_clinic_can_read(patient, recipe, plan):
    assert {item.rule for item in found(patient, facts(recipe), plan)} <= {rule.id for rule in RULES}


@given(patients, recipes, plans)
def test_no_finding_goes_farther_than_its_rule_says(patient, recipe, plan):
    shipped = {rule.id: LEVELS[rule.level] for rule in RULES}
    assert [item for item in found(patient, facts(recipe), plan) if item.level > shipped[item.rule]] == []


@given(st.sampled_from(RULES), changes)
def test_without_agreement_a_level_only_rises(rule, changes):
    asked = [replace(change, agreed=False) for change in changes]
    assert LEVELS[level_in_force(rule, asked)] >= LEVELS[rule.level]


@given(recipes, st.integers(2, 9))
def test_share_of_a_limit_scales_with_the_volume(recipe, times):
    worked = facts(recipe).worked
    more = for_volume(worked, worked.total_ml * times)
    one, many = (limit_shares(some, CATALOGUE.limits, weight_kg=D(70)) for some in (worked, more))
    assert [share.limit.id for share in one] == [share.limit.id for share in many]
    for small, large in zip(one, many, strict=True):
        assert abs(small.share * times - large.share) < D("1e-20")
