"""What the shipped protocols publish becomes series and phases."""

import pytest

from treatments.domain.published import published_pace, published_phases
from treatments.models import Protocol

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize(
    ("key", "series", "later"),
    [
        ("HL-07", (4, 7, 7, 7), [("taper", 2, 14, 14, 14), ("taper", 4, 30, 30, 30)]),
        ("AA-08", (3, 14, 14, 14), [("taper", 2, 28, 28, 28)]),
        ("AA-12", (3, 14, None, 30), [("maintenance", 1, 91, 91, 182)]),
        ("BR-01", (12, 7, 7, 7), []),
        ("HL-02", (9, None, None, None), []),
        ("BR-10", (None, None, None, None), []),
    ],
)
def test_pace_of_a_shipped_protocol(shipped_catalogue, key, series, later):
    protocol = Protocol.objects.get(key=key)
    pace = published_pace(protocol)

    names = ("sessions_planned", "interval_min_days", "interval_days", "interval_max_days")
    phases = [
        (row.kind, row.sessions, row.pace.shortest, row.pace.ideal, row.pace.longest)
        for row in published_phases(protocol)
    ]
    assert (tuple(pace[name] for name in names), phases) == (series, later)
