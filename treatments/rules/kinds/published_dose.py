"""An ingredient for which no intradermal dose is published. It belongs to the recipe: settled once, at its approval."""

from collections.abc import Iterator

from treatments.rules.facts import CatalogueFacts
from treatments.rules.findings import Finding, finding
from treatments.rules.kind import Case, Kind, Rule


def judge(case: Case) -> Iterator[Finding]:
    unknown = [item for item in case.recipe.ingredients if not item.has_published_dose and not item.is_diluent]
    if unknown:
        named = ", ".join(sorted(item.name for item in unknown))
        sentence = f"No published intradermal dose: {named}. The dose is the prescriber's own choice."
        yield finding(
            KIND.id, "decide", sentence, subject="recipe", reads={"ingredients": [item.key for item in unknown]}
        )


def lists(catalogue: CatalogueFacts) -> Iterator[Rule]:
    yield Rule(KIND.id, "No intradermal dose is published", "decide")


KIND = Kind(
    id="published_dose",
    title="No published dose",
    words=(
        "Ingredients without a published intradermal dose are decided once, when the recipe is approved, and not "
        "repeated per patient."
    ),
    judge=judge,
    lists=lists,
    rows="ingredients",
    settles=True,
)
