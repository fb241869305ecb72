"""How long to wait before the next try."""

from datetime import timedelta

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=1)
TRIES_TO_PREPARE = 5


def wait_after(tries: int) -> timedelta:
    """Return the wait after the try number `tries` (1 is the first): 1, 2, 4 … minutes, an hour at most."""
    return min(FIRST * 2 ** min(max(tries - 1, 0), 10), LONGEST)
