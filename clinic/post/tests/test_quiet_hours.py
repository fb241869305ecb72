"""Nobody is woken, whatever the clocks do."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic.post.rules.quiet_hours import EVENING, MORNING, kind_hour, sending_time

ZONES = ["Europe/London", "America/New_York", "Australia/Lord_Howe"]
AROUND_THE_CHANGES = st.sampled_from(
    [datetime(2026, m, d, tzinfo=UTC) for m, d in [(3, 29), (10, 25), (3, 8), (11, 1), (4, 4), (10, 3)]]
).flatmap(lambda change: st.timedeltas(timedelta(days=-3), timedelta(days=3)).map(lambda shift: change + shift))

BUSY_MACHINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/London"))


@pytest.mark.parametrize(
    ("due", "restrictive", "sent"),
    [
        ("2026-11-26 14:30", False, "2026-11-26 14:30"),
        ("2026-11-26 09:00", False, "2026-11-26 09:00"),
        ("2026-11-26 20:00", True, "2026-11-26 20:00"),
        ("2026-11-26 20:01", False, "2026-11-27 09:00"),
        ("2026-11-26 03:00", False, "2026-11-26 09:00"),
        ("2026-11-26 23:00", True, "2026-11-26 20:00"),
        ("2026-11-26 03:00", True, "2026-11-25 20:00"),
        ("2026-03-28 23:00", False, "2026-03-29 09:00"),
        ("2026-10-25 01:30", True, "2026-10-24 20:00"),
    ],
)
def test_message_moves_out_of_the_quiet_hours(due, restrictive, sent):
    assert kind_hour(london(due), ZoneInfo("Europe/London"), restrictive=restrictive) == london(sent)


@BUSY_MACHINE
@given(AROUND_THE_CHANGES, st.sampled_from(ZONES), st.booleans())
def test_every_message_arrives_by_day_and_on_the_safe_side(due, zone, restrictive):
    sent = kind_hour(due, ZoneInfo(zone), restrictive=restrictive)

    assert MORNING <= sent.astimezone(ZoneInfo(zone)).time() <= EVENING
    late, early = (timedelta(0), timedelta(hours=14)) if restrictive else (timedelta(hours=14), timedelta(0))
    assert due - early <= sent <= due + late


@BUSY_MACHINE
@given(AROUND_THE_CHANGES, st.sampled_from(ZONES), st.booleans())
def test_moving_a_message_twice_changes_nothing(due, zone, restrictive):
    once = kind_hour(due, ZoneInfo(zone), restrictive=restrictive)

    assert kind_hour(once, ZoneInfo(zone), restrictive=restrictive) == once


def test_message_that_would_expire_in_the_night_goes_when_it_is_due():
    due, visit = london("2026-11-26 20:02"), london("2026-11-27 08:30")

    sent = sending_time(due, visit, ZoneInfo("Europe/London"), restrictive=False, ignores_quiet_hours=False)

    assert sent == due


def test_message_that_ignores_quiet_hours_goes_at_night():
    due = datetime.combine(datetime(2026, 11, 26, tzinfo=UTC), time(3), UTC)

    sent = sending_time(due, due + timedelta(days=1), ZoneInfo(ZONES[0]), restrictive=False, ignores_quiet_hours=True)

    assert sent == due
