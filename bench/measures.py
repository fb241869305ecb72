"""What a measurement is: our way and the bare way to do the same, and how much more ours may take."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Rounds = Iterator[dict[str, float]]


@dataclass(frozen=True)
class Measure:
    """`rounds()` yields, round by round, the seconds of each named way; the medians of `ours` and `bare` are compared.

    A module bench_<topic>.py lists its measures in MEASURES. "At least half as fast" is a bound of 2.0 on the time.
    """

    title: str
    rounds: Callable[[], Rounds]
    ours: str
    bare: str
    at_most: float


@dataclass(frozen=True)
class Figure:
    """A number that is counted, not timed: `value()` gives it. A module lists its figures in FIGURES.

    Figures come first, while the database is empty; what they fill is rolled back.
    """

    title: str
    value: Callable[[], float]
    at_most: float


def interleaved(count: int, **ways: Callable[[], object]) -> Rounds:
    """Yield `count` rounds in which each way is timed once, in turning order, after one round that is not counted."""
    names = list(ways)
    for number in range(count + 1):
        seconds = {name: _timed(ways[name]) for name in (names if number % 2 else reversed(names))}
        if number:
            yield seconds


def _timed(way: Callable[[], object]) -> float:
    begun = time.perf_counter()
    way()
    return time.perf_counter() - begun
