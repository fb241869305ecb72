"""Oil and alcohol must not be injected into the skin: necrosis. Benzyl alcohol as a preservative is not that."""

from collections.abc import Iterator

from treatments.rules.facts import CatalogueFacts, IngredientFacts
from treatments.rules.findings import Finding, finding
from treatments.rules.kind import Case, Kind, Rule

FORBIDDEN = frozenset({"oil", "alcohol"})


def judge(case: Case) -> Iterator[Finding]:
    for item in case.recipe.ingredients:
        if item.vehicle in FORBIDDEN:
            yield _forbidden(item)
        elif item.vehicle != "aqueous" and item.often_oily:
            yield _unstated(item)


def _forbidden(item: IngredientFacts) -> Finding:
    sentence = f"{item.name} is in {item.vehicle}: oil or alcohol injected into the skin can cause necrosis."
    return finding(KIND.id, "stop", sentence, subject=item.key, reads={"vehicle": item.vehicle}, sources=KIND.sources)


def _unstated(item: IngredientFacts) -> Finding:
    sentence = f"{item.name} is often sold in oil and its vehicle is not stated: read the product's label."
    reads = {"vehicle": None}
    return finding(KIND.id, "decide", sentence, subject=item.key, reads=reads, sources=KIND.sources, unjudged=True)


def lists(catalogue: CatalogueFacts) -> Iterator[Rule]:
    yield Rule(KIND.id, "An ingredient in oil or alcohol", "stop", sources=KIND.sources)


KIND = Kind(
    id="vehicle",
    title="Vehicle",
    words=(
        "An ingredient in oil or alcohol stops. One often sold in oil whose vehicle is not stated is decided when the "
        "recipe is approved. Benzyl alcohol as a preservative does not count."
    ),
    judge=judge,
    lists=lists,
    sources=("konda",),
    settles=True,
)
