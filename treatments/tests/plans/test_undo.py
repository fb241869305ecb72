"""Every change of a draft can be taken back, and a plan as plain data comes back as the same plan."""

import json
from copy import deepcopy
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic.kit.errors import Refusal
from clinic.kit.tests.crowd import at_once
from clinic.practice.models import AuditEntry
from treatments.domain import courses, phases
from treatments.domain.content import content_of, put_content
from treatments.domain.phases import Cream
from treatments.domain.plans import propose
from treatments.domain.reflow import reflow
from treatments.domain.reviews import plan_review
from treatments.domain.riding import ride_with
from treatments.domain.undo import undo
from treatments.models import Assessment, Course, PlanSnapshot
from treatments.rules.schedule import Pace, Phase
from treatments.tests.factories.catalogue import ZoneFactory
from treatments.tests.factories.plans import PlanFactory
from treatments.tests.plans.test_plans import stronger

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MAINTENANCE = Phase("maintenance", 2, Pace(84, 91, 105))


def cream_for(course):
    return Cream(course.recipe_version.lines.get().ingredient, Decimal(5), Decimal(10))


def other_of(course):
    return course.plan.courses.exclude(pk=course.pk).get()


CHANGES = {
    "add": lambda course, **who: courses.add_course(plan=course.plan, concern=course.concern, **who),
    "change": lambda course, **who: courses.change_course(course=course, sessions_planned=9, price=Decimal(80), **who),
    "zones": lambda course, **who: courses.change_course(course=course, zones=[ZoneFactory()], **who),
    "lines": lambda course, **who: courses.change_course(
        course=course, composition=stronger(course.recipe_version), **who
    ),
    "remove": lambda course, **who: courses.remove_course(course=course, **who),
    "move": lambda course, **who: courses.move_course(course=course, to=2, **who),
    "repeat": lambda course, **who: courses.repeat(course=course, times=6, weeks=3, **who),
    "phases": lambda course, **who: phases.set_phases(course=course, phases=[MAINTENANCE], **who),
    "cream": lambda course, **who: phases.set_topical(course=course, cream=cream_for(course), **who),
    "ride": lambda course, **who: ride_with(course=other_of(course), host=course, **who),
    "dates": lambda course, **who: reflow(course=course, starts_on=date(2027, 1, 4), **who),
    "review": lambda course, **who: plan_review(course=course, after_session=1, days_after=9, purpose="see", **who),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_each_change_is_taken_back(draft, face, scalp, practitioner, change):
    before = content_of(draft)
    change(face, by=practitioner)
    changed = content_of(draft) != before

    undo(plan=draft, edition=draft.edition, by=practitioner)

    assert (changed, content_of(draft)) == (True, before)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_who_comes_second_is_told_and_the_first_change_stands(draft, face, scalp, practitioner, director, change):
    courses.change_course(course=face, needle="32 G", by=director)
    first = content_of(draft)

    with pytest.raises(Refusal) as refusal:
        change(Course.objects.get(pk=face.pk), edition=face.plan.edition - 1, by=practitioner)

    assert (refusal.value.code, content_of(draft)) == ("conflict", first)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_plan_that_is_proposed_is_not_changed(draft, face, scalp, practitioner, change):
    draft.refresh_from_db()
    propose(plan=draft, edition=draft.edition, by=practitioner)
    before = content_of(draft)

    with pytest.raises(Refusal) as refusal:
        change(Course.objects.get(pk=face.pk), by=practitioner)

    assert (refusal.value.code, content_of(draft)) == ("state", before)


def test_undo_goes_further_back_each_time(draft, face, practitioner):
    first = content_of(draft)
    courses.change_course(course=face, price=Decimal(80), by=practitioner)
    courses.change_course(course=face, price=Decimal(90), by=practitioner)

    for _ in range(2):
        undo(plan=draft, edition=draft.edition, by=practitioner)

    assert content_of(draft) == first


def test_undo_says_what_was_taken_back(draft, face, practitioner):
    courses.change_course(course=face, price=Decimal(80), by=practitioner)

    undone = undo(plan=draft, edition=draft.edition, by=practitioner)

    assert (undone.what, undone.by) == ("Changed: Anti-ageing", practitioner)


def test_a_change_that_changed_nothing_is_passed_over(draft, face, practitioner):
    before = content_of(draft)
    courses.change_course(course=face, price=Decimal(80), by=practitioner)
    courses.change_course(course=face, price=Decimal(80), by=practitioner)

    undo(plan=draft, edition=draft.edition, by=practitioner)

    assert content_of(draft) == before


def test_how_it_was_before_the_undo_is_kept_too(draft, face, practitioner):
    courses.change_course(course=face, price=Decimal(80), by=practitioner)
    latest = content_of(draft)
    undo(plan=draft, edition=draft.edition, by=practitioner)

    assert PlanSnapshot.objects.filter(plan=draft).first().content == latest


def test_a_change_after_an_undo_can_be_taken_back(draft, face, practitioner):
    before = content_of(draft)
    courses.change_course(course=face, price=Decimal(80), by=practitioner)
    undo(plan=draft, edition=draft.edition, by=practitioner)
    courses.change_course(course=Course.objects.get(), price=Decimal(70), by=practitioner)
    draft.refresh_from_db()

    undo(plan=draft, edition=draft.edition, by=practitioner)

    assert content_of(draft) == before


def test_nothing_to_take_back_is_said(draft, practitioner):
    with pytest.raises(Refusal, match="nothing to take back"):
        undo(plan=draft, edition=draft.edition, by=practitioner)


def test_a_stale_undo_is_a_conflict_and_takes_nothing_back(draft, face, practitioner):
    seen = draft.edition
    courses.change_course(course=face, price=Decimal(80), by=practitioner)

    with pytest.raises(Refusal) as refusal:
        undo(plan=draft, edition=seen, by=practitioner)

    assert (refusal.value.code, Course.objects.get().price) == ("conflict", 80)


def test_a_plan_that_is_no_draft_is_not_undone(practitioner):
    plan = PlanFactory(accepted=True)

    with pytest.raises(Refusal) as refusal:
        undo(plan=plan, edition=plan.edition, by=practitioner)

    assert refusal.value.code == "state"


def test_an_undo_stands_in_the_audit_trail(draft, face, practitioner):
    undo(plan=draft, edition=draft.edition, by=practitioner)

    assert AuditEntry.objects.filter(about=draft.key, verb="plan.undo", user=practitioner).count() == 1


def test_a_rating_comes_back_with_its_course(draft, face, practitioner):
    Assessment.objects.create(course=face, severity="mild", by=practitioner)
    courses.remove_course(course=face, by=practitioner)

    undo(plan=draft, edition=draft.edition, by=practitioner)

    assert Course.objects.get().assessments.get().severity == "mild"


def test_a_refused_change_leaves_no_snapshot(draft, face, practitioner):
    before = PlanSnapshot.objects.count()
    with pytest.raises(Refusal):
        courses.change_course(course=face, price=Decimal(-1), by=practitioner)

    assert PlanSnapshot.objects.count() == before


def test_content_is_keys_and_numbers(draft, face, shelf):
    (told,) = content_of(draft)["courses"]

    assert {name: told[name] for name in ("concern", "sessions_planned", "interval_days", "starts_on", "price")} == {
        "concern": shelf.concern.key,
        "sessions_planned": 4,
        "interval_days": 14,
        "starts_on": "2026-12-01",
        "price": None,
    }


def test_content_costs_the_same_however_many_courses(draft, face, scalp, django_assert_num_queries):
    with django_assert_num_queries(5):
        content_of(draft)


SOME_PACE = st.tuples(st.integers(1, 30), st.integers(0, 30), st.integers(0, 30)).map(
    lambda days: dict(
        zip(
            ("interval_min_days", "interval_days", "interval_max_days"),
            (days[0], days[0] + days[1], sum(days)),
            strict=True,
        )
    )
)
SOME_PHASE = st.tuples(st.sampled_from(["taper", "maintenance"]), st.integers(1, 5), SOME_PACE).map(
    lambda given: {"kind": given[0], "sessions": given[1], **given[2]}
)
SOME_MONEY = st.decimals("0", "9999.99", places=2).map(lambda value: f"{value.normalize():f}")
SOME_NUMBERS = st.fixed_dictionaries(
    {
        "sessions_planned": st.integers(1, 40),
        "price": st.none() | SOME_MONEY,
        "volume_ml": st.none() | st.decimals("0.001", "99", places=3).map(lambda value: f"{value.normalize():f}"),
        "needle": st.sampled_from(["", "32 G, 4 mm"]),
        "results_after_weeks": st.none() | st.integers(0, 104),
        "starts_on": st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1)).map(date.isoformat),
        "phases": st.lists(SOME_PHASE, max_size=3),
    }
)


@given(numbers=st.lists(st.tuples(SOME_NUMBERS, SOME_PACE), min_size=2, max_size=2), swapped=st.booleans())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_put_is_what_is_told(draft, face, scalp, numbers, swapped):
    content = content_of(draft)
    for told, (more, pace) in zip(content["courses"], numbers, strict=True):
        told |= more | pace
    if swapped:
        content["courses"].reverse()

    with transaction.atomic():
        put_content(plan=draft, content=deepcopy(json.loads(json.dumps(content))))
        found = content_of(draft)
        transaction.set_rollback(True)

    assert found == content


def test_courses_keep_their_rows(draft, face, scalp):
    put_content(plan=draft, content=content_of(draft))

    assert set(draft.courses.values_list("pk", flat=True)) == {face.pk, scalp.pk}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("concern", "unheard_of"),
        ("concern", None),
        ("zones", ["unheard_of"]),
        ("recipe", "00000000-0000-0000-0000-000000000000"),
        ("sessions_planned", -1),
        ("sessions_planned", "many"),
        ("price", "NaN"),
        ("price", "-5"),
        ("volume_ml", "1e9"),
        ("starts_on", "some day"),
        ("interval_days", 2),
        ("phases", [{"kind": "taper", "sessions": 0}]),
        ("phases", ["x"]),
        ("reviews", [{"after_session": 1, "days_after": 9999, "purpose": "x"}]),
        ("topical", {"ingredient": "lidocaine", "strength_percent": "500", "grams": "1"}),
        ("topical", {"ingredient": None, "strength_percent": "5", "grams": "1"}),
    ],
)
def test_content_that_cannot_be_is_refused_and_changes_nothing(draft, face, name, value):
    before = content_of(draft)
    content = deepcopy(before)
    content["courses"][0][name] = value

    with pytest.raises(Refusal):
        put_content(plan=draft, content=content)

    assert content_of(draft) == before


@pytest.mark.parametrize("hosts", [(0, 0), (1, 0)], ids=["itself", "each other"])
def test_courses_that_ride_in_a_ring_are_refused(draft, face, scalp, hosts):
    before = content_of(draft)
    content = deepcopy(before)
    for entry, host in zip(content["courses"], hosts, strict=True):
        entry["rides_with"] = before["courses"][host]["uuid"]

    with pytest.raises(Refusal, match="does not itself ride"):
        put_content(plan=draft, content=content)

    assert content_of(draft) == before


@pytest.mark.parametrize("content", [None, [], {}, {"courses": {}}, {"courses": [1]}])
def test_what_is_no_content_is_refused(draft, face, content):
    with pytest.raises(Refusal, match="not the courses of a plan"):
        put_content(plan=draft, content=content)


@pytest.mark.django_db(transaction=True)
def test_of_ten_changes_at_once_from_one_edition_one_is_kept(draft, face, practitioner):
    seen, kept = face.plan.edition, PlanSnapshot.objects.count()

    def change(price):
        course = Course.objects.select_related("plan__location").get(pk=face.pk)
        try:
            return courses.change_course(course=course, edition=seen, price=Decimal(price), by=practitioner)
        except Refusal as refusal:
            return refusal.code

    results = at_once([lambda price=price: change(price) for price in range(1, 11)])

    won = [result for result in results if isinstance(result, Course)]
    assert (len(won), results.count("conflict"), PlanSnapshot.objects.count()) == (1, 9, kept + 1)
    assert Course.objects.get(pk=face.pk).price == won[0].price


@pytest.mark.django_db(transaction=True)
def test_ten_changes_at_once_without_an_edition_are_each_kept_for_undo(draft, face, practitioner):
    kept = PlanSnapshot.objects.count()

    def change(price):
        course = Course.objects.select_related("plan__location").get(pk=face.pk)
        return courses.change_course(course=course, price=Decimal(price), by=practitioner)

    at_once([lambda price=price: change(price) for price in range(1, 11)])

    assert PlanSnapshot.objects.count() == kept + 10
