"""A condition of the patient's that speaks against any treatment, or against treating this concern.

Absolute contraindications stop, relative ones are decided by a clinician, temporary ones stop until they have cleared.
"""

from collections.abc import Iterator

from treatments.rules.conditions import answer, relevant, words
from treatments.rules.facts import Answer, Contraindication
from treatments.rules.findings import Finding, finding
from treatments.rules.kind import Case, Kind


def judge(case: Case) -> Iterator[Finding]:
    for row in case.catalogue.contraindications:
        if not row.ingredients and relevant(row, case) and answer(row, case) == Answer.YES:
            yield _found(row)


def _found(row: Contraindication) -> Finding:
    remark = f" {row.note[0].upper()}{row.note[1:]}." if row.note else ""
    return finding(
        f"{KIND.id}/{row.id}",
        row.level,
        f"{words(row)}: the catalogue lists it as a contraindication.{remark}",
        subject=row.condition_key,
        reads={row.condition_key: "yes"},
        sources=row.sources,
        may_override=row.may_override,
        audience="prescriber",
    )


KIND = Kind(
    id="patient_condition",
    title="Patient × condition",
    words=(
        "A condition listed as a contraindication stops the treatment (absolute, or temporary until it has cleared) "
        "or is decided by a clinician (relative)."
    ),
    judge=judge,
    rows="contraindications without ingredients",
)
