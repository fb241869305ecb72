"""Mesotherapy needles do not go deeper than 4 mm."""

from collections.abc import Iterator
from decimal import Decimal

from treatments.rules.facts import CatalogueFacts
from treatments.rules.findings import Finding, finding
from treatments.rules.kind import Case, Kind, Rule
from treatments.rules.numbers import show_number

CEILING_MM = Decimal(4)


def judge(case: Case) -> Iterator[Finding]:
    depth = case.plan.depth_mm
    if depth is not None and depth > CEILING_MM:
        sentence = f"Depth {show_number(depth)} mm is beyond the ceiling of 4 mm for mesotherapy."
        yield finding(
            KIND.id,
            "stop",
            sentence,
            subject="depth",
            reads={"depth_mm": f"{depth.normalize():f}"},
            sources=KIND.sources,
            may_override=True,
        )


def lists(catalogue: CatalogueFacts) -> Iterator[Rule]:
    yield Rule(KIND.id, "A needle depth beyond 4 mm", "stop", may_override=True, sources=KIND.sources)


KIND = Kind(
    id="depth",
    title="Depth ceiling",
    words=(
        "A needle depth beyond 4 mm stops; it can be overridden with a reason, because one training source goes "
        "deeper. A depth not stated is silent."
    ),
    judge=judge,
    lists=lists,
    sources=("konda",),
)
