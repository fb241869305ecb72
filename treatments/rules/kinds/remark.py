"""What somebody should know and nobody needs to decide."""

from collections.abc import Iterator

from treatments.rules.facts import CatalogueFacts, IngredientNote
from treatments.rules.findings import Finding, finding
from treatments.rules.kind import Case, Kind, Rule


def judge(case: Case) -> Iterator[Finding]:
    for row in case.catalogue.notes:
        if row.ingredient in case.contents and not (row.men_only and case.patient.sex == "female"):
            yield _found(row)


def _found(row: IngredientNote) -> Finding:
    return finding(
        f"{KIND.id}/{row.id}",
        "note",
        row.text,
        subject=row.ingredient,
        reads={"ingredient": row.ingredient},
        sources=row.sources,
        audience=row.audience,
    )


def lists(catalogue: CatalogueFacts) -> Iterator[Rule]:
    for row in catalogue.notes:
        words = f"{catalogue.name_of(row.ingredient)}: {row.text}"
        yield Rule(f"{KIND.id}/{row.id}", words, "note", sources=row.sources)


KIND = Kind(
    id="remark",
    title="Remark on an ingredient",
    words=(
        "A remark of the catalogue's on an ingredient is noted for its audience: prescriber, injector, or the "
        "patient's sheet. It never interrupts."
    ),
    judge=judge,
    lists=lists,
    rows="ingredient notes",
)
