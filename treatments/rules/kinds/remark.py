"""What somebody should know and nobody needs to decide."""

from collections.abc import Iterator

from treatments.rules.facts import IngredientNote
from treatments.rules.findings import Finding, finding
from treatments.rules.kind import Case, Kind


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


KIND = Kind(
    id="remark",
    title="Remark on an ingredient",
    words=(
        "A remark of the catalogue's on an ingredient is noted for its audience: prescriber, injector, or the "
        "patient's sheet. It never interrupts."
    ),
    judge=judge,
    rows="ingredient notes",
)
