"""A condition of the patient's that speaks against any treatment, or against treating this concern.

Absolute contraindications stop, relative ones are decided by a clinician, temporary ones stop until they have cleared.
"""

from collections.abc import Iterator

from treatments.rules.conditions import answer, relevant, words
from treatments.rules.facts import Answer, CatalogueFacts, Contraindication
from treatments.rules.findings import Finding, finding
from treatments.rules.kind import Case, Kind, Rule


def judge(case: Case) -> Iterator[Finding]:
    for row in case.catalogue.contraindications:
        if not row.ingredients and relevant(row, case) and answer(row, case) == Answer.YES:
            yield _found(row)


def _found(row: Contraindication) -> Finding:
    return finding(
        f"{KIND.id}/{row.id}",
        row.level,
        _sentence(row),
        subject=row.condition_key,
        reads={row.condition_key: "yes"},
        sources=row.sources,
        may_override=row.may_override,
        audience="prescriber",
    )


def _sentence(row: Contraindication) -> str:
    remark = f" ({row.note})" if row.note else ""
    return f"{words(row)}: {_what_to_do(row)}{remark}."


def _what_to_do(row: Contraindication) -> str:
    passes = row.valid_days is not None and not row.women_only
    if row.level == "stop":
        return "wait until it has cleared" if passes else "do not treat"
    return "weigh it and decide" if row.level == "decide" else "to be known"


def lists(catalogue: CatalogueFacts) -> Iterator[Rule]:
    for row in catalogue.contraindications:
        if row.condition_key and not row.ingredients:
            yield Rule(f"{KIND.id}/{row.id}", words(row), row.level, row.may_override, row.sources)


KIND = Kind(
    id="patient_condition",
    title="Patient × condition",
    words=(
        "A condition listed as a contraindication stops the treatment (absolute, or temporary until it has cleared) "
        "or is decided by a clinician (relative)."
    ),
    judge=judge,
    lists=lists,
    rows="contraindications without ingredients",
)
