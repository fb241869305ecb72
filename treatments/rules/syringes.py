"""From a recipe as typed to the recipe as it is truly drawn up: extra for dead space, marks of the syringe, portions.

The whole batch grows by `overage_ml`, every stock is rounded half up to a mark of the syringe, and the diluent keeps
the total. The extra stays in the syringes: what reaches the patient is the drawn mixture without it, and that is what
the rules judge.
"""

from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from itertools import repeat

from treatments.rules.doses import Recipe, WorkedLine, WorkedRecipe, work_out
from treatments.rules.errors import DoseError
from treatments.rules.numbers import EXACT, check_number, sum_of
from treatments.rules.wording import show_volume

LARGEST_SYRINGE_ML = Decimal(100)
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Syringes:
    """How a batch is drawn up (all in mL; None: not said): extra for dead space, size and marks of the syringe."""

    overage_ml: Decimal | None = None
    size_ml: Decimal | None = None
    graduation_ml: Decimal | None = None

    @property
    def change_nothing(self) -> bool:
        """Whether the batch is drawn exactly as it was worked out."""
        return self.overage_ml is None and self.graduation_ml is None


@dataclass(frozen=True)
class DrawnLine:
    """One stock: what is drawn up for the batch (mL), and the line as typed and as it reaches the patient."""

    volume_ml: Decimal
    typed: WorkedLine
    given: WorkedLine

    @property
    def deviation(self) -> Decimal:
        """How far the dose given lies above (below: negative) what was typed; 0.01 = 1 % above."""
        return EXACT.subtract(EXACT.divide(self.given.volume_ml, self.typed.volume_ml), Decimal(1))


@dataclass(frozen=True)
class Portion:
    """So many syringes, each filled to `volume_ml`."""

    count: int
    volume_ml: Decimal


@dataclass(frozen=True)
class DrawnRecipe:
    """A batch as drawn up: `typed` as worked out, `given` as it reaches the patient, volumes of the batch in mL."""

    typed: WorkedRecipe
    given: WorkedRecipe
    lines: tuple[DrawnLine, ...]
    total_ml: Decimal
    diluent_ml: Decimal
    portions: tuple[Portion, ...] = ()


def draw_up(recipe: Recipe, syringes: Syringes = Syringes(), *, weight_kg: Decimal | None = None) -> DrawnRecipe:
    """Draw the recipe up (mL). Raises DoseError as `work_out`, and at the syringe where its marks are too coarse."""
    typed = work_out(recipe, weight_kg=weight_kg)
    _check(syringes)
    volumes, total = _batch(typed, syringes)
    given = typed if syringes.change_nothing else _given(recipe, typed, volumes, total, syringes, weight_kg)
    lines = tuple(map(DrawnLine, volumes, typed.lines, given.lines))
    diluent = EXACT.subtract(total, sum_of(volumes)) if typed.diluent_ml else NOTHING
    return DrawnRecipe(typed, given, lines, total, diluent, _portions(total, syringes))


def _check(syringes: Syringes) -> None:
    for field, number in (
        ("overage_ml", syringes.overage_ml),
        ("syringe_ml", syringes.size_ml),
        ("graduation_ml", syringes.graduation_ml),
    ):
        if number is not None:
            check_number(number, field=field, largest=LARGEST_SYRINGE_ML)
    if syringes.size_ml and syringes.graduation_ml and syringes.graduation_ml > syringes.size_ml:
        raise DoseError("The marks lie farther apart than the syringe is long.", "graduation_ml")


def _batch(typed: WorkedRecipe, syringes: Syringes) -> tuple[tuple[Decimal, ...], Decimal]:
    """The stock volumes and the total of the whole batch, in mL."""
    total = EXACT.add(typed.total_ml, syringes.overage_ml or NOTHING)
    grown = [EXACT.divide(EXACT.multiply(line.volume_ml, total), typed.total_ml) for line in typed.lines]
    if syringes.graduation_ml is None:
        return tuple(grown), total
    volumes = tuple(map(_on_a_mark, grown, repeat(syringes.graduation_ml), typed.lines))
    if not typed.diluent_ml:
        return volumes, sum_of(volumes)
    if sum_of(volumes) > total:
        raise DoseError(
            f"On marks of {show_volume(syringes.graduation_ml)} the stocks come to {show_volume(sum_of(volumes))}, "
            f"more than {show_volume(total)} in all: choose a syringe with finer marks.",
            "graduation_ml",
        )
    return volumes, total


def _on_a_mark(volume: Decimal, mark: Decimal, line: WorkedLine) -> Decimal:
    """The nearest mark, half up."""
    marks = EXACT.divide(volume, mark).quantize(Decimal(1), rounding=ROUND_HALF_UP, context=EXACT)
    if not marks:
        raise DoseError(
            f"{line.name}: {show_volume(volume)} cannot be drawn with marks of {show_volume(mark)}: "
            "choose finer marks or a weaker stock.",
            "graduation_ml",
        )
    return EXACT.multiply(marks, mark)


def _given(
    recipe: Recipe,
    typed: WorkedRecipe,
    volumes: tuple[Decimal, ...],
    total: Decimal,
    syringes: Syringes,
    weight_kg: Decimal | None,
) -> WorkedRecipe:
    """The drawn mixture without the extra, worked out again."""
    given_ml = EXACT.subtract(total, syringes.overage_ml or NOTHING)
    if given_ml <= 0:
        raise DoseError("On these marks nothing is left beside the extra: choose finer marks.", "graduation_ml")
    drawn = tuple(
        replace(
            line,
            stock_volume_ml=EXACT.divide(EXACT.multiply(volume, given_ml), total),
            total_dose=None,
            final_concentration=None,
        )
        for line, volume in zip(recipe.lines, volumes, strict=True)
    )
    target = given_ml if typed.diluent_ml else None
    return work_out(replace(recipe, lines=drawn, target_volume_ml=target), weight_kg=weight_kg)


def _portions(total: Decimal, syringes: Syringes) -> tuple[Portion, ...]:
    """The batch spread evenly over as few syringes as hold it; with marks, every filling but the last lies on one."""
    if syringes.size_ml is None:
        return ()
    mark = syringes.graduation_ml
    if mark is None:
        count = _whole(EXACT.divide(total, syringes.size_ml), ROUND_CEILING)
        return (Portion(count, EXACT.divide(total, Decimal(count))),)
    marks = _whole(EXACT.divide(total, mark), ROUND_CEILING)
    count = -(-marks // _whole(EXACT.divide(syringes.size_ml, mark), ROUND_FLOOR))
    return _on_marks(total, mark, marks, count)


def _on_marks(total: Decimal, mark: Decimal, marks: int, count: int) -> tuple[Portion, ...]:
    each, longer = divmod(marks, count)
    last = EXACT.subtract(total, EXACT.multiply(mark, Decimal(each * (count - 1) + longer)))
    found = [Portion(longer, mark * (each + 1)), Portion(count - longer - 1, mark * each), Portion(1, last)]
    return tuple(_joined(portion for portion in found if portion.count))


def _joined(portions):
    """Equal fillings told once."""
    counts: dict[Decimal, int] = {}
    for portion in portions:
        counts[portion.volume_ml] = counts.get(portion.volume_ml, 0) + portion.count
    return [Portion(count, volume) for volume, count in counts.items()]


def _whole(number: Decimal, rounding: str) -> int:
    return int(number.quantize(Decimal(1), rounding=rounding, context=EXACT))
