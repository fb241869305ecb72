"""A number far from what was published is more often a slip than a choice: five times as much, or a fifth.

What the protocol states is compared with the course; the amount in one point belongs to the recipe alone and is not
repeated once that is settled. Nothing published, nothing said.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from treatments.rules.dose_findings import same_number
from treatments.rules.facts import CatalogueFacts, IngredientFacts, Published
from treatments.rules.findings import Finding, finding
from treatments.rules.kind import Case, Kind, Rule
from treatments.rules.numbers import EXACT, show_number
from treatments.rules.recipes import WorkedLine
from treatments.rules.units import MG

FAR = Decimal(5)


@dataclass(frozen=True)
class Compared:
    """One amount beside the published one, in the same unit; `where` names who published it."""

    subject: str
    what: str
    unit: str
    amount: Decimal
    low: Decimal
    high: Decimal
    where: str
    sources: tuple[str, ...]


def judge(case: Case) -> Iterator[Finding]:
    for one in _compared(case):
        times = EXACT.divide(one.amount, one.high)
        if times >= FAR:
            yield _found(one, f"is {show_number(times)} times the published")
        elif EXACT.multiply(one.amount, FAR) <= one.low:
            yield _found(one, "is a fifth or less of the published")


def _compared(case: Case) -> Iterator[Compared]:
    if case.plan.published:
        yield from _volumes(case, case.plan.published)
    items = {item.key: item for item in case.recipe.ingredients}
    for line in case.recipe.worked.lines:
        if line.ingredient in items:
            yield from _of_session(line, items[line.ingredient], case.plan.published)
        if not case.recipe.settled:
            yield from _of_point(line, case)


def _volumes(case: Case, published: Published) -> Iterator[Compared]:
    worked, said = case.recipe.worked, (published.name, published.sources)
    volume = case.plan.volume_ml or worked.total_ml
    bounds = _bounds(published)
    if volume and bounds:
        yield Compared("volume", "The volume of a session", "mL", volume, *bounds, *said)
    if worked.per_point_ml and published.per_point_ml:
        point = published.per_point_ml
        yield Compared("per_point", "The volume of a point", "mL", worked.per_point_ml, point, point, *said)


def _bounds(published: Published | None) -> tuple[Decimal, Decimal] | None:
    """The least and the most (mL) of a session; one number stands for both."""
    stated = [n for n in (published.total_ml_min, published.total_ml_max) if n is not None] if published else []
    return (min(stated), max(stated)) if stated else None


def _of_session(line: WorkedLine, item: IngredientFacts, published: Published | None) -> Iterator[Compared]:
    """Its volume against a published volume; its dose against a published strength in the protocol's volume."""
    what, sources = f"{item.name}: a session", _sources(item)
    volumes = [amount for amount in item.published if amount.per == "session"]
    if volumes:
        low, high = min(a.low for a in volumes), max(a.high for a in volumes)
        yield Compared(item.key, what, "mL", line.volume_ml, low, high, ", ".join(sources), sources)
    strengths, bounds = [amount for amount in item.published if amount.per == "mL"], _bounds(published)
    if strengths and bounds and line.dose is not None and line.dose.measure == MG:
        low = EXACT.multiply(min(a.low for a in strengths), bounds[0])
        high = EXACT.multiply(max(a.high for a in strengths), bounds[1])
        yield Compared(item.key, what, "mg", line.dose.amount, low, high, ", ".join(sources), sources)


def _sources(item: IngredientFacts) -> tuple[str, ...]:
    return tuple(sorted({source for amount in item.published for source in amount.sources}))


def _of_point(line: WorkedLine, case: Case) -> Iterable[Compared]:
    if line.per_point is None or line.per_point.measure != MG:
        return
    for row in (row for row in case.catalogue.point_checks if row.ingredient == line.ingredient):
        what = f"{line.name}: a point"
        amount, where = line.per_point.amount, ", ".join(row.sources)
        yield Compared(line.ingredient, what, "mg", amount, row.mg, row.mg, where, row.sources)


def _found(one: Compared, how: str) -> Finding:
    low, high = show_number(one.low), show_number(one.high)
    published = f"{low} {one.unit}" if low == high else f"{low}–{high} {one.unit}"
    return finding(
        KIND.id,
        "decide",
        f"{one.what}, {show_number(one.amount)} {one.unit}, {how} {published} ({one.where}).",
        subject=one.subject,
        reads={one.unit: same_number(one.amount), "published": [same_number(one.low), same_number(one.high)]},
        sources=one.sources,
    )


def lists(catalogue: CatalogueFacts) -> Iterator[Rule]:
    yield Rule(KIND.id, "An amount five times the published one, or a fifth of it", "decide")


KIND = Kind(
    id="plausible_amount",
    title="Far from the published amount",
    words=(
        "A volume of a session or of a point, or a dose, that is five times the published one or more, or a fifth or "
        "less, is decided; the sentence names the published number and who published it. The amount in one point is "
        "settled when the recipe is approved. Where nothing is published it is silent."
    ),
    judge=judge,
    lists=lists,
    rows="protocols; published doses; dose limits per point",
)
