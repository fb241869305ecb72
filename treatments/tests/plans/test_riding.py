"""Courses that share visits, and another first day."""

from datetime import date, timedelta

import pytest

from clinic.kit.errors import Refusal
from treatments.domain import courses, plans
from treatments.domain.reflow import preview_reflow, reflow
from treatments.domain.riding import ride_with
from treatments.models import Course, Session, SessionState
from treatments.tests.factories.plans import CourseFactory

pytestmark = pytest.mark.django_db

START = date(2026, 12, 1)


def accepted(plan, by):
    plan.refresh_from_db()
    plans.propose(plan=plan, edition=plan.edition, by=by)
    return plans.accept(plan=plan, by=by)


def days(course):
    return [(row.ideal_on - START).days for row in Session.objects.filter(course=course)]


def test_a_riding_course_takes_every_other_visit(draft, face, scalp, practitioner):
    ride_with(course=scalp, host=face, by=practitioner)
    accepted(draft, practitioner)

    assert (days(face), days(scalp)) == ([0, 14, 28, 42], [0, 28, 56])


def test_a_riding_course_takes_the_hosts_day_within_its_window(draft, face, scalp, practitioner):
    courses.change_course(course=face, interval_days=15, by=practitioner)
    ride_with(course=scalp, host=face, by=practitioner)
    accepted(draft, practitioner)

    assert (days(face), days(scalp)[:2]) == ([0, 15, 30, 45], [0, 30])


def test_a_riding_course_without_a_start_begins_with_its_host(draft, face, scalp, practitioner):
    courses.change_course(course=scalp, starts_on=None, by=practitioner)
    ride_with(course=scalp, host=face, by=practitioner)
    accepted(draft, practitioner)

    assert Course.objects.get(pk=scalp.pk).starts_on == START


def test_the_windows_of_a_rider_follow_what_its_host_is_given(draft, face, scalp, practitioner):
    from treatments.domain.schedule import reckon_windows

    ride_with(course=scalp, host=face, by=practitioner)
    accepted(draft, practitioner)
    first = Session.objects.filter(course__in=[face, scalp], number=1)
    noon = first[0].created_at.replace(year=2026, month=12, day=3, hour=12)
    first.update(treatment_ended_at=noon, state=SessionState.ENDED)

    reckon_windows(course=face)

    assert (days(face)[1:], days(scalp)[1:]) == ([16, 30, 44], [30, 58])


def test_no_host_lets_the_course_go_alone(face, scalp, practitioner):
    ride_with(course=scalp, host=face, by=practitioner)
    ride_with(course=scalp, host=None, by=practitioner)

    assert Course.objects.get(pk=scalp.pk).rides_with is None


def test_a_session_that_meets_no_visit_stands_alone(draft, face, scalp, practitioner):
    ride_with(course=face, host=scalp, by=practitioner)
    accepted(draft, practitioner)

    assert (days(scalp), days(face)) == ([0, 28, 56], [0, 14, 28, 42])


def test_intervals_that_never_meet_are_refused_saying_why(face, scalp, practitioner):
    courses.change_course(course=scalp, interval_min_days=15, interval_days=16, interval_max_days=17, by=practitioner)
    courses.change_course(course=face, sessions_planned=2, by=practitioner)

    with pytest.raises(Refusal) as refusal:
        ride_with(course=scalp, host=face, by=practitioner)

    sentence = (
        "Sessions of Hair loss are 15 to 17 days apart: after the first, none is on a day of Anti-ageing. "
        "Change an interval."
    )
    assert (refusal.value.field, refusal.value.sentence) == ("rides_with", sentence)


def test_a_course_that_starts_after_its_host_ends_is_refused(face, scalp, practitioner):
    courses.change_course(course=scalp, starts_on=START + timedelta(days=43), by=practitioner)

    with pytest.raises(Refusal, match="starts after the last session"):
        ride_with(course=scalp, host=face, by=practitioner)


def test_a_course_does_not_ride_with_itself(face, practitioner):
    with pytest.raises(Refusal, match="another course"):
        ride_with(course=face, host=face, by=practitioner)


def test_a_course_does_not_ride_with_another_plans(face, practitioner):
    with pytest.raises(Refusal, match="another course"):
        ride_with(course=face, host=CourseFactory(), by=practitioner)


def test_riders_do_not_make_a_chain(draft, face, scalp, practitioner):
    ride_with(course=scalp, host=face, by=practitioner)

    with pytest.raises(Refusal, match="does not itself ride"):
        ride_with(course=face, host=scalp, by=practitioner)


def test_a_course_without_sessions_does_not_ride(draft, face, practitioner):
    bare = courses.add_course(plan=draft, concern=face.concern, by=practitioner)

    with pytest.raises(Refusal, match="sessions and intervals"):
        ride_with(course=bare, host=face, by=practitioner)


def test_a_ride_that_no_longer_fits_is_refused_when_proposed(draft, face, scalp, practitioner):
    ride_with(course=scalp, host=face, by=practitioner)
    courses.change_course(course=scalp, interval_min_days=15, interval_days=16, interval_max_days=17, by=practitioner)
    courses.change_course(course=face, sessions_planned=2, by=practitioner)
    draft.refresh_from_db()

    with pytest.raises(Refusal, match="15 to 17 days apart"):
        plans.propose(plan=draft, edition=draft.edition, by=practitioner)


LATER = START + timedelta(days=7)


def told(moved):
    return [(str(item.course), item.number, (item.was - START).days, (item.now - START).days) for item in moved]


def test_the_preview_says_what_moves_and_moves_nothing(face, scalp):
    moved = preview_reflow(course=face, starts_on=LATER, together=False)

    assert told(moved) == [("Anti-ageing", n, 14 * (n - 1), 14 * (n - 1) + 7) for n in (1, 2, 3, 4)]
    assert Course.objects.get(pk=face.pk).starts_on == START


def test_the_others_keep_their_dates(face, scalp, practitioner):
    reflow(course=face, starts_on=LATER, together=False, by=practitioner)

    assert [row.starts_on for row in Course.objects.order_by("order")] == [LATER, START]


def test_the_others_flow_along(face, scalp, practitioner):
    moved = reflow(course=face, starts_on=LATER, by=practitioner)

    assert (len(moved), {row.starts_on for row in Course.objects.all()}) == (7, {LATER})


def test_a_reflow_does_what_its_preview_shows(face, scalp, practitioner):
    shown = preview_reflow(course=scalp, starts_on=LATER)

    assert told(reflow(course=scalp, starts_on=LATER, by=practitioner)) == told(shown)


def test_a_reflow_of_an_accepted_plan_moves_unbooked_sessions(draft, face, practitioner):
    accepted(draft, practitioner)

    reflow(course=face, starts_on=LATER, by=practitioner)

    assert days(face) == [7, 21, 35, 49]


def test_what_is_given_does_not_move(draft, face, practitioner):
    accepted(draft, practitioner)
    noon = draft.created_at.replace(year=2026, month=12, day=1, hour=12)
    Session.objects.filter(course=face, number=1).update(treatment_ended_at=noon, state=SessionState.ENDED)

    with pytest.raises(Refusal, match="keeps its day"):
        reflow(course=face, starts_on=LATER, by=practitioner)


def test_a_proposed_plan_does_not_move(draft, face, practitioner):
    draft.refresh_from_db()
    plans.propose(plan=draft, edition=draft.edition, by=practitioner)

    with pytest.raises(Refusal) as refusal:
        reflow(course=Course.objects.get(), starts_on=LATER, by=practitioner)

    assert refusal.value.code == "state"


def test_a_stale_reflow_is_a_conflict(face, practitioner):
    seen = face.plan.edition
    courses.change_course(course=face, sessions_planned=5, by=practitioner)

    with pytest.raises(Refusal) as refusal:
        reflow(course=face, starts_on=LATER, edition=seen, by=practitioner)

    assert (refusal.value.code, Course.objects.get().starts_on) == ("conflict", START)
