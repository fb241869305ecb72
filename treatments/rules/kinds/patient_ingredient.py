"""A condition that speaks against one ingredient of this recipe, such as G6PD deficiency and vitamin C."""

from collections.abc import Iterator

from treatments.rules.conditions import answer, relevant
from treatments.rules.facts import Answer, CatalogueFacts, Contraindication, IngredientFacts
from treatments.rules.findings import Finding, finding
from treatments.rules.kind import Case, Kind, Rule


def judge(case: Case) -> Iterator[Finding]:
    for row in case.catalogue.contraindications:
        if row.ingredients and relevant(row, case) and answer(row, case) == Answer.YES:
            yield from (_found(row, item) for item in case.substances if item.key in row.ingredients)


def _found(row: Contraindication, item: IngredientFacts) -> Finding:
    return finding(
        f"{KIND.id}/{row.id}",
        row.level,
        _sentence(row),
        subject=item.key,
        reads={row.condition_key: "yes", "ingredient": item.key},
        sources=row.sources,
        may_override=row.may_override,
        audience="prescriber",
    )


def _sentence(row: Contraindication) -> str:
    """The row's own words, which name the condition and the ingredient."""
    return f"{row.text[:1].upper()}{row.text[1:]}."


def lists(catalogue: CatalogueFacts) -> Iterator[Rule]:
    for row in catalogue.contraindications:
        if row.condition_key and row.ingredients:
            yield Rule(f"{KIND.id}/{row.id}", row.text, row.level, row.may_override, row.sources)


KIND = Kind(
    id="patient_ingredient",
    title="Patient × ingredient",
    words=(
        "A condition listed against an ingredient stops a recipe that contains it, or is decided by a clinician, as "
        "the ingredient's row says."
    ),
    judge=judge,
    lists=lists,
    rows="contraindications with ingredients",
)
