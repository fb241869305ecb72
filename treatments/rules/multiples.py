"""How far a final concentration lies above what was published for the skin.

A clinician may know why; nobody should not see it. At 5 times the lowest published intradermal value and more, and for
undiluted stock, the multiple is printed with its source: "25 × Lee 2006".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from treatments.rules.numbers import EXACT, show_number
from treatments.rules.recipes import WorkedLine, WorkedRecipe
from treatments.rules.units import Strength

WORTH_SAYING = Decimal(5)


@dataclass(frozen=True)
class PublishedValue:
    """A final concentration published for injection into the skin, and who published it, in a word or two."""

    ingredient: str
    strength: Strength
    source: str


@dataclass(frozen=True)
class Multiple:
    """One line against the lowest published value; `times` is None where nothing comparable was published."""

    index: int
    times: Decimal | None
    source: str
    undiluted: bool

    @property
    def worth_saying(self) -> bool:
        """Whether it is printed."""
        return self.undiluted or (self.times is not None and self.times >= WORTH_SAYING)

    def __str__(self) -> str:
        told = "no published value" if self.times is None else f"{show_times(self.times)} × {self.source}"
        return f"undiluted stock, {told}" if self.undiluted else told


def multiples(worked: WorkedRecipe, published: Iterable[PublishedValue]) -> tuple[Multiple, ...]:
    """Each line with a strength against the lowest published value of its substance (no unit: a ratio).

    A value in units is never compared with one in mg. Nothing is raised.
    """
    values = tuple(published)
    return tuple(_multiple(line, values) for line in worked.lines if line.final is not None)


def show_times(times: Decimal) -> str:
    """A multiple for people, rounded up to one decimal, so that it never looks smaller than it is."""
    return show_number(times.quantize(Decimal("0.1"), rounding=ROUND_CEILING, context=EXACT))


def _multiple(line: WorkedLine, values: tuple[PublishedValue, ...]) -> Multiple:
    assert line.final is not None
    lowest = _lowest(line.ingredient, line.final.measure, values)
    times = None if lowest is None else EXACT.divide(line.final.amount, lowest.strength.amount)
    return Multiple(line.index, times, lowest.source if lowest else "", _is_undiluted(line))


def _lowest(ingredient: str, measure: str, values: tuple[PublishedValue, ...]) -> PublishedValue | None:
    comparable = [value for value in values if value.ingredient == ingredient and value.strength.measure == measure]
    return min(comparable, key=lambda value: value.strength.amount, default=None)


def _is_undiluted(line: WorkedLine) -> bool:
    if line.stock is None or line.final is None:
        return False
    return abs(line.stock.amount - line.final.amount) < Decimal("1e-20")
