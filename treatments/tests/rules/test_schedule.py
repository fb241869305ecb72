"""When sessions may be, in tables. Nothing here touches a clock or a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatments.rules.riding import is_apart, meetings
from treatments.rules.schedule import Outline, Pace, Phase, Review, Window, gaps, timeline, windows

START = date(2026, 12, 1)


def every(days, less=0, more=0):
    return Pace(days - less, days, days + more)


def after(*days):
    return [START + timedelta(days=day) for day in days]


TAPERING = Outline(
    sessions=4,
    pace=every(7),
    phases=(Phase("taper", 2, every(14)), Phase("taper", 4, every(30))),
)


def test_gaps_of_ten_tapering_sessions():
    assert [pace.ideal for pace in TAPERING.gaps] == [7, 7, 7, 14, 14, 30, 30, 30, 30]


def test_ten_tapering_sessions_fall_on_these_days():
    found = timeline(START, TAPERING)

    assert [mark.day for mark in found.sessions] == after(0, 7, 14, 21, 35, 49, 79, 109, 139, 169)


def test_ten_tapering_sessions_say_which_phase_they_belong_to():
    assert [mark.kind for mark in timeline(START, TAPERING).sessions] == ["series"] * 4 + ["taper"] * 6


def test_maintenance_every_three_months_keeps_its_own_pace():
    outline = Outline(2, every(14, 4, 7), (Phase("maintenance", 2, every(91, 7, 14)),))

    third, fourth = timeline(START, outline).sessions[2:]

    assert (third.window, fourth.window) == (Window(*after(98, 105, 119)), Window(*after(189, 196, 210)))


def test_single_session_needs_no_pace_and_has_no_end():
    (only,) = timeline(START, Outline(1)).sessions

    assert only.window == Window(START, START, None)


def test_single_session_with_maintenance_stays_open_as_long_as_the_next_pace_gives_way():
    found = timeline(START, Outline(1, None, (Phase("maintenance", 1, every(91, 7, 14)),)))

    assert [mark.window.latest for mark in found.sessions] == after(21, 105)


def test_several_sessions_without_a_pace_are_refused():
    with pytest.raises(ValueError, match="several sessions need a pace"):
        gaps(2, None)


def test_a_phase_that_follows_nothing_is_refused():
    with pytest.raises(ValueError, match="follows a first series"):
        gaps(0, every(7), (Phase("taper", 1, every(7)),))


def test_a_session_held_late_moves_all_that_follow():
    found = timeline(START, TAPERING, held=[START, None, START + timedelta(days=20)])

    assert [mark.day for mark in found.sessions[:5]] == after(0, 7, 20, 27, 41)


@pytest.mark.parametrize(
    ("wish", "ideal"), [(12, 12), (10, 10), (21, 21), (9, 14), (22, 14)], ids=["in", "first", "last", "early", "late"]
)
def test_a_day_wished_for_is_the_ideal_if_the_window_allows(wish, ideal):
    found = windows(START, [None, None], [every(14, 4, 7)], [None, START + timedelta(days=wish)])

    assert found[1] == Window(*after(10, ideal, 21))


def test_a_review_has_a_window_of_its_own():
    outline = Outline(2, every(14, 4, 7), reviews=(Review(2, 30, "photos"),))

    (review,) = timeline(START, outline).reviews

    assert (review.purpose, review.window) == ("photos", Window(*after(40, 44, 51)))


def test_a_review_after_a_session_given_counts_from_its_day():
    outline = Outline(1, reviews=(Review(1, 14, "lumps"),))

    (review,) = timeline(START, outline, held=[START + timedelta(days=3)]).reviews

    assert review.window == Window(*after(17, 17, 17))


def test_a_review_after_a_session_that_is_not_planned_is_left_out():
    assert timeline(START, Outline(1, reviews=(Review(2, 14, "lumps"),))).reviews == ()


def test_results_are_expected_weeks_after_the_first_session():
    outline = Outline(3, every(14), results_after_weeks=12)

    assert timeline(START, outline, held=[START + timedelta(days=2)]).results_on == START + timedelta(days=86)


def test_the_end_adds_up_the_shortest_the_ideal_and_the_longest_gaps():
    outline = Outline(3, every(14, 4, 7), (Phase("maintenance", 1, every(91, 7, 14)),))

    assert timeline(START, outline).ends == Window(*after(104, 119, 147))


def test_the_end_is_reckoned_from_the_last_session_held():
    outline = Outline(3, every(14, 4, 7))

    assert timeline(START, outline, held=[START, START + timedelta(days=20)]).ends == Window(*after(30, 34, 41))


PACES = st.builds(every, st.integers(1, 60), less=st.just(0), more=st.integers(0, 30))
OUTLINES = st.builds(
    Outline,
    st.integers(1, 12),
    PACES,
    st.lists(st.builds(Phase, st.just("taper"), st.integers(1, 6), PACES), max_size=4).map(tuple),
)


@given(OUTLINES)
def test_every_session_has_a_window_in_order(outline):
    marks = timeline(START, outline).sessions

    assert [m.number for m in marks] == list(range(1, outline.total + 1))
    assert all(m.window.earliest <= m.window.ideal for m in marks)
    assert [m.day for m in marks] == sorted(m.day for m in marks)


@given(OUTLINES, st.integers(0, 400))
def test_a_later_start_moves_everything_by_as_much(outline, days):
    now, later = (timeline(day, outline) for day in (START, START + timedelta(days=days)))

    assert [m.window for m in later.sessions] == [m.window.later_by(days) for m in now.sessions]


@pytest.mark.parametrize(
    ("host", "guest", "with_sessions", "apart"),
    [
        ([every(14)] * 3, [every(14)] * 3, [1, 2, 3, 4], False),
        ([every(7)] * 6, [every(14)] * 3, [1, 3, 5, 7], False),
        ([every(10)] * 4, [every(14, 4, 7)] * 2, [1, 2, 3], False),
        ([every(14)], [every(14)] * 3, [1, 2, None, None], False),
        ([every(14)] * 3, [every(7)] * 4, [1, None, 2, None, 3], False),
        ([every(14), every(91)], [every(14)] * 2, [1, 2, None], False),
        ([every(10)] * 6, [every(14, 1, 1)] * 3, [1, None, None, None], True),
        ([], [every(14)], [1, None], False),
    ],
    ids=[
        *("same pace", "every other", "within give", "host ends first", "guest twice as often"),
        *("maintenance comes later", "never meets", "one visit"),
    ],
)
def test_where_two_courses_meet(host, guest, with_sessions, apart):
    found = meetings(host, guest)

    assert ([meeting.host for meeting in found], is_apart(host, found)) == (with_sessions, apart)
