"""The pure rules: wall time, spans, parts."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from clinic.diary.rules.parts import NeedsNobody, Part, busy_spans
from clinic.diary.rules.spans import common, united, without
from clinic.diary.rules.walltime import comes_twice, day_span, grid, instant
from clinic.diary.rules.worktime import Timetable, open_spans

LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
LORD_HOWE, KATHMANDU = ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Asia/Kathmandu")
SPRING = {LONDON: date(2027, 3, 28), NEW_YORK: date(2027, 3, 14), LORD_HOWE: date(2027, 10, 3)}
AUTUMN = {LONDON: date(2027, 10, 31), NEW_YORK: date(2027, 11, 7), LORD_HOWE: date(2027, 4, 4)}


def utc(*given):
    return datetime(*given, tzinfo=UTC)


def at(hour, minute=0):
    return utc(2027, 6, 1, hour, minute)


def hours_of(spans):
    return [(start.hour, end.hour) for start, end in spans]


@pytest.mark.parametrize(
    ("zone", "day", "wall", "found"),
    [
        (LONDON, date(2027, 1, 5), time(10), utc(2027, 1, 5, 10)),
        (LONDON, date(2027, 7, 5), time(10), utc(2027, 7, 5, 9)),
        (KATHMANDU, date(2027, 7, 5), time(10), utc(2027, 7, 5, 4, 15)),
        (LONDON, SPRING[LONDON], time(1, 30), utc(2027, 3, 28, 1)),
        (NEW_YORK, SPRING[NEW_YORK], time(2), utc(2027, 3, 14, 7)),
        (LORD_HOWE, SPRING[LORD_HOWE], time(2, 15), utc(2027, 10, 2, 15, 30)),
        (LONDON, AUTUMN[LONDON], time(1, 30), utc(2027, 10, 31, 0, 30)),
        (NEW_YORK, AUTUMN[NEW_YORK], time(1, 30), utc(2027, 11, 7, 5, 30)),
        (LORD_HOWE, AUTUMN[LORD_HOWE], time(1, 45), utc(2027, 4, 3, 14, 45)),
    ],
)
def test_wall_time_is_one_instant(zone, day, wall, found):
    assert instant(day, wall, zone) == found


@pytest.mark.parametrize(
    ("zone", "spring", "autumn"),
    [(LONDON, 23, 25), (NEW_YORK, 23, 25), (LORD_HOWE, 23.5, 24.5)],
)
def test_days_of_a_clock_change_are_shorter_and_longer(zone, spring, autumn):
    lengths = [(end - start) / timedelta(hours=1) for start, end in (day_span(d[zone], zone) for d in (SPRING, AUTUMN))]
    assert lengths == [spring, autumn]


@pytest.mark.parametrize(("zone", "gone"), [(LONDON, 4), (NEW_YORK, 4), (LORD_HOWE, 2)])
def test_wall_times_that_do_not_exist_are_no_starts(zone, gone):
    assert len(grid(SPRING[zone], 15, zone)) == 96 - gone


@pytest.mark.parametrize("zone", [LONDON, NEW_YORK, LORD_HOWE])
def test_wall_times_that_come_twice_are_one_start(zone):
    walls = [start.astimezone(zone).time() for start in grid(AUTUMN[zone], 15, zone)]
    assert (len(walls), len(set(walls))) == (96, 96)


def test_time_that_comes_twice_is_known_both_times():
    moments = [utc(2027, 10, 31, hour, 30) for hour in (0, 1, 2)]
    assert [comes_twice(moment, LONDON) for moment in moments] == [True, True, False]


def test_time_after_the_gap_does_not_come_twice():
    assert comes_twice(utc(2027, 3, 28, 1, 30), LONDON) is False


def test_open_eight_hours_on_the_wall_are_seven_on_the_day_of_the_gap():
    always = {weekday: [(time(0), time(8))] for weekday in range(7)}
    ((start, end),) = open_spans(Timetable(LONDON, always), [SPRING[LONDON]])
    assert end - start == timedelta(hours=7)


def test_hours_that_lie_in_the_gap_are_no_hours():
    inside = {weekday: [(time(1, 15), time(1, 45))] for weekday in range(7)}
    assert open_spans(Timetable(LONDON, inside), [SPRING[LONDON]]) == []


def test_touching_hours_are_one_stretch():
    hours = {1: [(time(8), time(12)), (time(12), time(18))]}
    assert hours_of(open_spans(Timetable(ZoneInfo("UTC"), hours), [date(2027, 6, 1)])) == [(8, 18)]


def test_united_common_without():
    one = united([(at(12), at(14)), (at(8), at(10)), (at(9), at(11)), (at(11), at(11))])
    assert hours_of(one) == [(8, 11), (12, 14)]
    assert hours_of(common(one, [(at(10), at(13))])) == [(10, 11), (12, 13)]
    assert hours_of(without(one, [(at(13), at(20)), (at(9), at(10)), (at(7), at(9))])) == [(10, 11), (12, 13)]


def test_long_taken_span_is_not_forgotten_behind_a_short_one():
    assert hours_of(without([(at(8), at(9)), (at(10), at(11))], [(at(7), at(12)), (at(8), at(8, 5))])) == []


def test_parts_keep_busy_whom_they_need():
    parts = [Part(10, False, True, False), Part(20, False), Part(25), Part(5, False, True, False)]
    busy = busy_spans(at(10), parts)
    assert busy.patient == (at(10), at(10, 45))
    assert busy.practitioner == (at(10, 20), at(10, 45))
    assert busy.room == (at(9, 50), at(10, 50))


def test_practitioner_stays_busy_between_two_parts():
    assert busy_spans(at(10), [Part(10), Part(30, False), Part(10)]).practitioner == (at(10), at(10, 50))


def test_parts_are_elapsed_time_over_a_clock_change():
    start = datetime(2027, 3, 28, 0, 45, tzinfo=LONDON)
    assert busy_spans(start, [Part(30)]).patient[1] == utc(2027, 3, 28, 1, 15)


@pytest.mark.parametrize("resource", ["practitioner", "room", "patient"])
def test_visit_that_needs_nobody_is_refused_by_name(resource):
    part = Part(30)._replace(**{resource: False})
    with pytest.raises(NeedsNobody) as refusal:
        busy_spans(at(10), [part])
    assert refusal.value.resource == resource
