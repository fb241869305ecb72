from datetime import date, timedelta
from decimal import Decimal

import pytest

from clinic.kit.errors import Refusal
from clinic.practice.models import AuditEntry
from treatments.domain import courses, plans, recipes
from treatments.domain.composition import Composition, Line, composition_of
from treatments.models import Course, PlanState, Session, SessionState
from treatments.tests.factories.catalogue import IngredientFactory, ProtocolFactory, ZoneFactory
from treatments.tests.factories.plans import CourseFactory, PlanFactory, RecipeVersionFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(patient, location, practitioner):
    return plans.start_plan(patient=patient, location=location, by=practitioner)


@pytest.fixture
def course(plan, practitioner):
    version = RecipeVersionFactory()
    made = courses.add_course(plan=plan, concern=version.recipe.concern, recipe_version=version, by=practitioner)
    pace = {"sessions_planned": 3, "interval_min_days": 10, "interval_days": 14, "interval_max_days": 21}
    return courses.change_course(
        course=made, zones=[ZoneFactory()], starts_on=date(2026, 12, 1), by=practitioner, **pace
    )


def stronger(version, amount="2"):
    typed = composition_of(version)
    lines = tuple(Line(**{**line.__dict__, "amount": Decimal(amount)}) for line in typed.lines)
    return Composition(lines, typed.diluent, typed.target_volume_ml, typed.per_point_ml)


def test_add_course_takes_over_what_the_protocol_publishes(plan, practitioner):
    protocol = ProtocolFactory(approved=True, sessions_min=6, sessions_max=8, interval_days_max=28)

    course = courses.add_course(plan=plan, concern=protocol.concern, protocol=protocol, by=practitioner)

    assert (course.sessions_planned, course.interval_min_days, course.interval_max_days) == (6, 14, 28)


def test_add_course_leaves_empty_what_is_not_published(plan, practitioner):
    protocol = ProtocolFactory(
        approved=True, sessions_min=None, sessions_max=None, interval_days_min=None, interval_days_ideal=None
    )

    course = courses.add_course(plan=plan, concern=protocol.concern, protocol=protocol, by=practitioner)

    assert (course.sessions_planned, course.interval_min_days, course.interval_days) == (None, None, None)


def test_add_course_with_an_unapproved_protocol_is_refused(plan, practitioner):
    protocol = ProtocolFactory()

    with pytest.raises(Refusal) as refusal:
        courses.add_course(plan=plan, concern=protocol.concern, protocol=protocol, by=practitioner)

    assert refusal.value.field == "protocol"


def test_add_course_with_an_ingredient_blocked_since_is_refused(plan, practitioner):
    version = RecipeVersionFactory(lines=[{"ingredient": IngredientFactory(approved=True, status="blocked")}])

    with pytest.raises(Refusal, match="Not approved"):
        courses.add_course(plan=plan, concern=version.recipe.concern, recipe_version=version, by=practitioner)


def test_add_course_freezes_the_recipe_version(course):
    course.recipe_version.refresh_from_db()

    assert course.recipe_version.frozen_at is not None


def test_editing_the_master_changes_nothing_in_the_plan(course, practitioner):
    before = composition_of(course.recipe_version)

    recipes.edit_version(version=course.recipe_version, composition=stronger(course.recipe_version), by=practitioner)

    assert composition_of(Course.objects.get().recipe_version) == before


def test_change_course_with_other_lines_varies_for_this_patient(course, practitioner):
    master = course.recipe_version

    courses.change_course(course=course, composition=stronger(master), by=practitioner)

    assert (course.recipe_version.variation_of, master.lines.get().amount) == (master, 1)


def test_change_course_with_the_same_lines_makes_no_variation(course, practitioner):
    master = course.recipe_version

    courses.change_course(course=course, composition=composition_of(master), by=practitioner)

    assert course.recipe_version == master


def test_change_course_refuses_intervals_out_of_order(course, practitioner):
    with pytest.raises(Refusal) as refusal:
        courses.change_course(course=course, interval_days=30, by=practitioner)

    assert refusal.value.field == "interval_days"


def test_second_editor_is_told_and_the_first_change_stands(course, practitioner):
    seen = course.plan.edition
    courses.change_course(course=course, edition=seen, sessions_planned=4, by=practitioner)

    with pytest.raises(Refusal) as refusal:
        courses.change_course(course=Course.objects.get(), edition=seen, sessions_planned=9, by=practitioner)

    assert (refusal.value.code, Course.objects.get().sessions_planned) == ("conflict", 4)


def test_propose_names_what_a_course_still_lacks(plan, practitioner):
    version = RecipeVersionFactory()
    courses.add_course(plan=plan, concern=version.recipe.concern, recipe_version=version, by=practitioner)

    with pytest.raises(Refusal, match="still to choose: zones, number of sessions"):
        plans.propose(plan=plan, edition=plan.edition, by=practitioner)


def test_refused_proposal_leaves_a_draft(plan, practitioner):
    with pytest.raises(Refusal):
        plans.propose(plan=plan, edition=plan.edition, by=practitioner)

    plan.refresh_from_db()
    assert plan.state == PlanState.DRAFT


def test_propose_refuses_an_ingredient_blocked_meanwhile(course, plan, practitioner):
    ingredient = course.recipe_version.lines.get().ingredient
    ingredient.status = "blocked"
    ingredient.save(update_fields=["status"])
    plan.refresh_from_db()

    with pytest.raises(Refusal, match=ingredient.name):
        plans.propose(plan=plan, edition=plan.edition, by=practitioner)


def test_accept_makes_unbooked_sessions_with_their_windows(course, plan, practitioner):
    plan.refresh_from_db()
    plans.propose(plan=plan, edition=plan.edition, by=practitioner)

    plans.accept(plan=plan, by=practitioner)

    first = date(2026, 12, 1)
    assert [(s.number, s.earliest_on, s.ideal_on, s.latest_on) for s in Session.objects.unbooked()] == [
        (1, first, first, first + timedelta(days=11)),
        (2, first + timedelta(days=10), first + timedelta(days=14), first + timedelta(days=21)),
        (3, first + timedelta(days=24), first + timedelta(days=28), first + timedelta(days=35)),
    ]


def test_accept_records_who_and_when(course, plan, practitioner, director):
    plan.refresh_from_db()
    plans.propose(plan=plan, edition=plan.edition, by=practitioner)

    plans.accept(plan=plan, by=director)

    assert (plan.state, plan.accepted_recorded_by, plan.accepted_at is None) == (PlanState.ACCEPTED, director, False)


def test_accepting_twice_makes_no_second_sessions(course, plan, practitioner):
    plan.refresh_from_db()
    plans.propose(plan=plan, edition=plan.edition, by=practitioner)
    plans.accept(plan=plan, by=practitioner)

    with pytest.raises(Refusal) as refusal:
        plans.accept(plan=plan, by=practitioner)

    assert (refusal.value.code, Session.objects.count()) == ("state", 3)


def test_stop_drops_the_sessions_that_no_visit_holds(practitioner):
    session = SessionFactory()

    plans.stop(plan=session.course.plan, reason="Moved abroad.", by=practitioner)

    session.refresh_from_db()
    assert session.state == SessionState.DROPPED


def test_stop_without_a_reason_is_refused_at_the_reason(practitioner):
    with pytest.raises(Refusal) as refusal:
        plans.stop(plan=PlanFactory(), reason=" ", by=practitioner)

    assert refusal.value.field == "reason"


def test_every_change_stands_in_the_audit_trail(course, plan):
    verbs = AuditEntry.objects.filter(about=plan.key).exclude(verb="plan.screen").order_by("pk")

    assert list(verbs.values_list("verb", flat=True)) == ["plan.start", "course.add", "course.change"]


def test_windows_follow_a_session_given_late(practitioner):
    from django.utils import timezone

    from treatments.domain.schedule import reckon_windows

    course = CourseFactory()
    given = timezone.make_aware(timezone.datetime(2026, 12, 20, 12, 0), course.plan.location.tzinfo)
    SessionFactory(course=course, number=1, state=SessionState.ENDED, treatment_ended_at=given)
    second = SessionFactory(course=course, number=2)

    reckon_windows(course=course)

    second.refresh_from_db()
    assert (second.earliest_on, second.ideal_on, second.latest_on) == (
        date(2026, 12, 30),
        date(2027, 1, 3),
        date(2027, 1, 10),
    )
