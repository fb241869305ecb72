"""What a measurement is: our way and the bare way to do the same, and how much more ours may take."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Pair:
    """`ours` and `bare` do the same work once; `at_most` bounds the median of ours over the median of bare.

    A module bench_<topic>.py offers `pairs() -> Iterator[Pair]`. It may prepare rows before each `yield` and tidy up
    after it; "messages per second ≥ 0.5×" is a bound of 2.0 on the time.
    """

    title: str
    ours: Callable[[], object]
    bare: Callable[[], object]
    at_most: float
    rounds: int = 7
