from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatments.rules.care import Care, endings, longest_window, quarter_down, quarter_up, window_end, window_start

SUN = Care("POST-01", "avoid", "No direct sun", Decimal(48))
SPORT = Care("POST-07", "avoid", "No sport", Decimal(48))
POOL = Care("POST-10", "avoid", "No pool", Decimal(72))
CREAM = Care("POST-02", "do", "Sunscreen", None)
QUARTER = timedelta(minutes=15)
ENDED = datetime(2026, 11, 24, 14, 20, tzinfo=UTC)


def test_items_that_end_together_stand_together_soonest_first():
    found = endings([POOL, SUN, CREAM, SPORT], ENDED)
    assert [(end.until, [item.key for item in end.items]) for end in found] == [
        (datetime(2026, 11, 26, 14, 30, tzinfo=UTC), ["POST-01", "POST-07"]),
        (datetime(2026, 11, 27, 14, 30, tzinfo=UTC), ["POST-10"]),
    ]


def test_an_end_on_the_quarter_hour_stays():
    assert window_end(datetime(2026, 11, 24, 14, 15, tzinfo=UTC), Decimal(48)) == datetime(
        2026, 11, 26, 14, 15, tzinfo=UTC
    )


def test_a_window_before_a_visit_opens_early_rather_than_late():
    assert window_start(ENDED, Decimal(72)) == datetime(2026, 11, 21, 14, 15, tzinfo=UTC)


def test_longest_window_is_nought_without_one():
    assert (longest_window([CREAM]), longest_window([SUN, POOL])) == (0, 72)


CHANGES = [
    ("Europe/London", (2026, 3, 28), "Mon 30 Mar 15:30"),
    ("Europe/London", (2026, 10, 24), "Mon 26 Oct 13:30"),
    ("America/New_York", (2026, 3, 7), "Mon 09 Mar 15:30"),
    ("America/New_York", (2026, 10, 31), "Mon 02 Nov 13:30"),
    ("Australia/Lord_Howe", (2026, 10, 3), "Mon 05 Oct 15:00"),
    ("Australia/Lord_Howe", (2026, 4, 4), "Mon 06 Apr 14:00"),
]


@pytest.mark.parametrize(("zone", "day", "shown"), CHANGES)
def test_48_hours_are_elapsed_hours_over_a_clock_change(zone, day, shown):
    place = ZoneInfo(zone)
    until = window_end(datetime(*day, 14, 20, tzinfo=place), Decimal(48))
    assert until.astimezone(place).strftime("%a %d %b %H:%M") == shown


@given(st.integers(946684800, 4102444800), st.integers(1, 400))
def test_printed_times_are_at_most_a_quarter_hour_on_the_safe_side(seconds, hours):
    moment = datetime.fromtimestamp(seconds, UTC)
    end, start = window_end(moment, Decimal(hours)), window_start(moment, Decimal(hours))
    true_end, true_start = moment + timedelta(hours=hours), moment - timedelta(hours=hours)
    assert (timedelta(0) <= end - true_end < QUARTER, timedelta(0) <= true_start - start < QUARTER) == (True, True)


def test_quarters_round_outwards():
    assert (quarter_down(ENDED).minute, quarter_up(ENDED).minute) == (15, 30)
