"""Nothing reaches a patient that the medical director has not approved, and nothing blocked."""

from collections.abc import Iterator

from treatments.rules.facts import CatalogueFacts, IngredientFacts
from treatments.rules.findings import Finding, finding
from treatments.rules.kind import Case, Kind, Rule

WHY = {
    "blocked": "{name} is blocked in this clinic.",
    "reference": "{name} is kept for reference only and is not offered.",
}


def judge(case: Case) -> Iterator[Finding]:
    known = case.recipe.contents
    for item in case.recipe.ingredients + case.plan.topical:
        yield from _judged(item)
    for line in case.recipe.worked.lines:
        if line.ingredient not in known:
            sentence = f"{line.name} is not in the clinic's catalogue."
            yield finding(KIND.id, "stop", sentence, subject=line.ingredient, reads={"status": None})


def _judged(item: IngredientFacts) -> Iterator[Finding]:
    reads = {"status": item.status, "approved": item.approved}
    if item.status in WHY:
        yield finding(
            KIND.id,
            "stop",
            WHY[item.status].format(name=item.name),
            subject=item.key,
            reads=reads,
            sources=item.sources,
        )
    elif not item.approved:
        sentence = f"{item.name} has not been approved by the medical director."
        yield finding(KIND.id, "stop", sentence, subject=item.key, reads=reads, sources=item.sources)
    elif item.status == "restricted":
        sentence = f"{item.name} is restricted: prescribed by a physician, with extra checks."
        yield finding(
            KIND.id, "note", sentence, subject=item.key, reads=reads, sources=item.sources, audience="prescriber"
        )


def lists(catalogue: CatalogueFacts) -> Iterator[Rule]:
    yield Rule(KIND.id, "A blocked, unapproved or unknown ingredient", "stop")


KIND = Kind(
    id="ingredient_status",
    title="Blocked or unapproved ingredient",
    words=(
        "A blocked, reference-only, unapproved or unknown ingredient stops and cannot be overridden. A restricted one "
        "is noted for the prescriber."
    ),
    judge=judge,
    lists=lists,
    rows="ingredients",
)
