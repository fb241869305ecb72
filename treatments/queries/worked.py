"""A composition worked out as a page shows it: drawn up, measured against what is published and what is allowed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from treatments.domain.composition import Composition
from treatments.domain.rule_rows import dose_limits
from treatments.models import Ingredient, RecipeVersion
from treatments.queries.published import Published, published_for
from treatments.rules.doses import WorkedLine, WorkedRecipe
from treatments.rules.errors import DoseError
from treatments.rules.facts import DoseLimit
from treatments.rules.limits import LimitShare, limit_shares
from treatments.rules.multiples import Multiple, multiples
from treatments.rules.syringes import DrawnLine, DrawnRecipe

TONES = 6
WHOLE = Decimal(1000)
NOTHING = Published()


@dataclass(frozen=True)
class WorkedRow:
    """One line as a page shows it: as it reaches the patient, as drawn, its share of the limit (1 = all).

    `salt_or_base`, `product` as the line names them; `against` is what it is a multiple of, if anybody looked it up.
    """

    line: WorkedLine
    ingredient: Ingredient
    share: LimitShare | None
    drawn: DrawnLine
    against: Multiple | None = None
    salt_or_base: str = ""
    product: str = ""

    @property
    def multiple(self) -> Multiple | None:
        """The multiple of the lowest published value, where it is worth saying."""
        return self.against if self.against and self.against.worth_saying else None

    @property
    def deviation(self) -> Decimal | None:
        """How far what is drawn lies from what was typed (0.01 = 1 % above); None when it is the same."""
        return self.drawn.deviation or None

    @property
    def tone(self) -> int:
        """The colour of the line, by its place."""
        return self.line.index % TONES + 1


@dataclass(frozen=True)
class Segment:
    """A piece of the total bar: where it begins and how long it is, in thousandths of the whole."""

    name: str
    volume_ml: Decimal
    start: Decimal
    length: Decimal
    tone: int


@dataclass(frozen=True)
class Worked:
    """A composition as a page shows it. `error` says why it cannot be worked out, else it is empty."""

    recipe: WorkedRecipe | None = None
    rows: tuple[WorkedRow, ...] = ()
    error: str = ""
    drawn: DrawnRecipe | None = None
    published: Published = field(default_factory=Published)

    @property
    def diluent(self) -> str:
        """What fills up the rest, in words."""
        known = {str(value): str(word) for value, word in RecipeVersion.Diluent.choices}
        return known.get(self.recipe.diluent, "") if self.recipe else ""

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The batch as pieces of one bar, the diluent last."""
        if self.drawn is None:
            return ()
        parts = [(row.line.name, row.drawn.volume_ml, row.tone) for row in self.rows]
        parts += [(self.diluent, self.drawn.diluent_ml, 0)] if self.drawn.diluent_ml else []
        return tuple(_segments(parts, self.drawn.total_ml))


def worked_out(
    composition: Composition,
    *,
    drawn: DrawnRecipe | None = None,
    weight_kg: Decimal | None = None,
    limits: Iterable[DoseLimit] = (),
    published: Published = NOTHING,
) -> Worked:
    """Return the composition worked out for a page, with each ingredient's share of its limit. No query."""
    try:
        drawn = drawn or composition.draw_up(weight_kg=weight_kg)
    except DoseError as error:
        return Worked(error=error.sentence)
    shares = {
        key: share
        for share in limit_shares(drawn.given, limits, weight_kg=weight_kg)
        for key in share.limit.ingredients
    }
    against = {found.index: found for found in multiples(drawn.given, published.values)} if published else {}
    rows = tuple(
        WorkedRow(
            line=line.given,
            ingredient=typed.ingredient,
            share=shares.get(line.given.ingredient),
            drawn=line,
            against=against.get(line.given.index),
            salt_or_base=typed.salt_or_base or typed.ingredient.salt_or_base,
            product=typed.product,
        )
        for line, typed in zip(drawn.lines, composition.lines, strict=True)
    )
    return Worked(drawn.given, rows, drawn=drawn, published=published)


def worked_for_page(
    composition: Composition, *, drawn: DrawnRecipe | None = None, weight_kg: Decimal | None = None
) -> Worked:
    """Return the composition worked out with limits and what is published. Three queries."""
    limits = dose_limits()
    cited = {key for limit in limits for key in limit.sources}
    published = published_for(composition.ingredients, cited)
    return worked_out(composition, drawn=drawn, weight_kg=weight_kg, limits=limits, published=published)


def _segments(parts: list[tuple[str, Decimal, int]], total: Decimal) -> Iterable[Segment]:
    start = Decimal(0)
    for name, volume, tone in parts:
        length = (WHOLE * volume / total).quantize(Decimal("0.01"))
        yield Segment(name, volume, start, length, tone)
        start += length
