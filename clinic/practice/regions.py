"""In which country a location stands, as its telephone numbers are dialled there."""

from functools import cache
from importlib.resources import files

import phonenumbers

from clinic.practice.models import Location


def region_of(location: Location) -> str | None:
    """Return the ISO country code for local telephone numbers at `location`, or None when nothing tells it.

    The location's own number says it best; else its time zone does.
    """
    if location.phone and (region := phonenumbers.region_code_for_number(location.phone)):
        return region
    return region_of_zone(location.zone)


def region_of_zone(zone: str) -> str | None:
    """Return the ISO country code of a time zone such as "Europe/London", or None where the zone names no country."""
    return _zones().get(zone)


@cache
def _zones() -> dict[str, str]:
    lines = (files("tzdata") / "zoneinfo" / "zone.tab").read_text().splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {row[2]: row[0] for row in rows}
