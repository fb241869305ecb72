"""The portal's rows for the walk over every URL; clinic/tests/addresses.py explains them."""

from clinic.practice.tests.addresses import Row, nothing

PAGES = ("care", "identify", "tick", "fine", "report", "reported", "visit", "confirm")
ROWS: dict[str, Row] = {
    "portal:enter": lambda here: {"token": "unknown"},
    **{f"portal:{page}": nothing for page in PAGES},
}
