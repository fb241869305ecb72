"""A plan on one line of days, what it adds up to, and what changed meanwhile."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from treatments.domain import courses, phases, plans, reviews
from treatments.domain.riding import ride_with
from treatments.models import Plan, Session
from treatments.queries.plans import changes_since, courses_of
from treatments.queries.timeline import timeline_of
from treatments.queries.totals import totals_of
from treatments.rules.schedule import Pace, Phase
from treatments.tests.factories.plans import CourseFactory, PlanFactory, SessionFactory

pytestmark = pytest.mark.django_db

START = date(2026, 12, 1)


def told(line):
    return [((stop.day - START).days, [f"{m.what} {m.number}" for m in stop.marks]) for stop in line.stops]


def test_sessions_reviews_and_results_stand_on_their_days(draft, face, practitioner):
    courses.change_course(course=face, sessions_planned=2, results_after_weeks=12, by=practitioner)
    reviews.plan_review(course=face, after_session=2, days_after=30, purpose="photos", by=practitioner)

    assert told(timeline_of(draft, today=START)) == [
        (0, ["session 1"]),
        (14, ["session 2"]),
        (44, ["review 2"]),
        (84, ["results 0"]),
    ]


def test_a_stop_says_when_courses_share_its_visit(draft, face, scalp, practitioner):
    ride_with(course=scalp, host=face, by=practitioner)

    line = timeline_of(draft, today=START)
    assert [((stop.day - START).days, stop.combined) for stop in line.stops] == [
        (0, True),
        (14, False),
        (28, True),
        (42, False),
        (56, False),
    ]


def test_courses_on_one_day_by_chance_are_not_combined(draft, face, scalp):
    assert not timeline_of(draft, today=START).stops[0].combined


def test_the_draft_shows_the_windows_that_accept_will_make(draft, face, practitioner):
    phases.set_phases(course=face, phases=[Phase("maintenance", 2, Pace(84, 91, 105))], by=practitioner)
    shown = [mark.window for stop in timeline_of(draft, today=START).stops for mark in stop.marks]
    draft.refresh_from_db()
    plans.propose(plan=draft, edition=draft.edition, by=practitioner)
    plans.accept(plan=draft, by=practitioner)

    rows = Session.objects.order_by("number")
    assert [(w.earliest, w.ideal, w.latest) for w in shown] == [(r.earliest_on, r.ideal_on, r.latest_on) for r in rows]


def test_an_accepted_plans_marks_carry_their_sessions(draft, face, practitioner):
    draft.refresh_from_db()
    plans.propose(plan=draft, edition=draft.edition, by=practitioner)
    plans.accept(plan=draft, by=practitioner)

    marks = [mark for stop in timeline_of(draft, today=START).stops for mark in stop.marks]
    assert [mark.session.number for mark in marks] == [1, 2, 3, 4]


def test_a_course_without_a_start_is_reckoned_from_today(draft, face, practitioner):
    courses.change_course(course=face, starts_on=None, by=practitioner)

    assert timeline_of(draft, today=date(2027, 5, 1)).starts_on == date(2027, 5, 1)


def test_a_course_without_intervals_shows_its_first_session(draft, shelf, practitioner):
    course = courses.add_course(plan=draft, concern=shelf.concern, by=practitioner)
    courses.change_course(course=course, sessions_planned=4, starts_on=START, by=practitioner)

    assert told(timeline_of(draft, today=START)) == [(0, ["session 1"])]


def test_a_plan_without_courses_has_an_empty_line(draft):
    assert (timeline_of(draft, today=START).stops, timeline_of(draft, today=START).starts_on) == ((), None)


@pytest.mark.parametrize(("count", "sessions"), [(1, 1), (3, 12)])
def test_the_timeline_costs_the_same_however_long(count, sessions, django_assert_num_queries):
    plan = PlanFactory()
    for course in CourseFactory.create_batch(count, plan=plan, sessions_planned=sessions):
        for number in range(sessions):
            SessionFactory(course=course, number=number + 1)
    plan = Plan.objects.select_related("location").get()

    with django_assert_num_queries(4):
        timeline_of(plan, today=START)


def totals(plan):
    shown = courses_of(plan, weight_kg=None)
    line = timeline_of(plan, today=START, courses=[one.course for one in shown])
    return totals_of(shown, line.courses)


def test_the_totals_of_two_courses(draft, face, scalp, practitioner):
    courses.change_course(course=face, price=Decimal("120.50"), by=practitioner)
    found = totals(draft)

    assert (found.sessions, found.visits, found.weeks, found.price, found.unpriced) == (7, 7, 8, Decimal(482), 1)


def test_the_volume_of_each_ingredient_is_over_all_phases(draft, face, practitioner):
    phases.set_phases(course=face, phases=[Phase("maintenance", 2, Pace(84, 91, 105))], by=practitioner)
    name = face.recipe_version.lines.get().ingredient.name

    assert totals(draft).volumes == ((name, Decimal(6)), ("sodium chloride 0.9 %", Decimal(24)))


def test_the_order_of_courses_does_not_matter_to_the_totals(draft, face, scalp, practitioner):
    before = totals(draft)
    courses.move_course(course=scalp, to=1, by=practitioner)

    assert totals(draft) == before


def test_who_comes_second_sees_what_was_changed_meanwhile(draft, face, practitioner, director):
    seen = face.plan.edition
    courses.change_course(course=face, sessions_planned=5, by=director)
    courses.change_course(course=face, needle="32 G", starts_on=START + timedelta(days=1), by=director)

    assert [(change.by, change.differences) for change in changes_since(draft, seen)] == [
        (director, ("Anti-ageing: sessions 4 → 5",)),
        (
            director,
            ("Anti-ageing: needle – → 32 G", "Anti-ageing: first session from Tue 1 Dec 2026 → Wed 2 Dec 2026"),
        ),
    ]


def test_nothing_changed_since_the_latest_edition(draft, face):
    assert changes_since(draft, face.plan.edition) == []
