from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from treatments.rules.messages import after_treatment, before_visit

LONDON = ZoneInfo("Europe/London")


def at(day: int, hour: int, minute: int = 0, *, month: int = 6) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


def told(planned):
    return {due.kind: due.due_at.astimezone(LONDON).strftime("%d %b %H:%M") for due in planned}


def test_a_visit_booked_well_ahead_has_three_messages():
    planned = before_visit(
        kind="confirmation", now=at(1, 9), starts_at=at(20, 14), zone=LONDON, longest_hours=Decimal(168)
    )
    assert told(planned) == {"confirmation": "01 Jun 09:03", "pre_care": "12 Jun 14:00", "reminder": "19 Jun 10:00"}


def test_pre_care_goes_at_once_when_its_window_is_open_already():
    planned = before_visit(
        kind="confirmation", now=at(19, 9), starts_at=at(20, 14), zone=LONDON, longest_hours=Decimal(72)
    )
    assert told(planned)["pre_care"] == "19 Jun 09:03"


def test_a_visit_booked_for_the_same_day_has_no_reminder():
    planned = before_visit(kind="confirmation", now=at(20, 9), starts_at=at(20, 14), zone=LONDON, longest_hours=None)
    assert told(planned) == {"confirmation": "20 Jun 09:03"}


def test_the_reminder_keeps_its_wall_time_over_a_clock_change():
    planned = before_visit(
        kind="confirmation", now=at(1, 9, month=10), starts_at=at(26, 9, month=10), zone=LONDON, longest_hours=None
    )
    assert planned[-1].due_at.astimezone(UTC) == datetime(2026, 10, 25, 10, tzinfo=UTC)


def test_after_a_treatment_everything_to_twelve_weeks_is_planned():
    planned = after_treatment(ended_at=at(1, 14, 20), zone=LONDON, sun_hours=Decimal(48))
    assert told(planned) == {
        "aftercare": "01 Jun 14:20",
        "mid_window": "02 Jun 08:30",
        "window_over": "03 Jun 14:20",
        "late_day_14": "15 Jun 10:00",
        "late_week_6": "13 Jul 10:00",
        "late_week_12": "24 Aug 10:00",
    }


def test_no_mid_window_message_for_a_window_that_is_over_by_then():
    planned = after_treatment(ended_at=at(1, 9), zone=LONDON, sun_hours=Decimal(12))
    assert "mid_window" not in told(planned)


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Australia/Lord_Howe"])
@pytest.mark.parametrize("month", [3, 4, 10, 11])
def test_the_end_of_the_window_is_48_elapsed_hours_later_whatever_the_clocks_do(zone, month):
    for day in range(1, 31):
        ended = datetime(2026, month, day, 23, 50, tzinfo=ZoneInfo(zone)).astimezone(UTC)
        over = next(
            due
            for due in after_treatment(ended_at=ended, zone=ZoneInfo(zone), sun_hours=Decimal(48))
            if due.kind == "window_over"
        )
        assert (over.due_at - ended).total_seconds() == 48 * 3600
