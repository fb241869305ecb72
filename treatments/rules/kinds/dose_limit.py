"""The most of a substance in one visit, every source added: cocktail, cream, the other courses of that visit.

Lidocaine plain: the lesser of 4.5 mg/kg and 300 mg; with epinephrine the lesser of 7 mg/kg and 500 mg. The weight is
not older than 12 months; without it a limit in mg/kg cannot be judged.
"""

from collections.abc import Iterator

from treatments.rules.dose_findings import in_words, judge_share
from treatments.rules.facts import CatalogueFacts
from treatments.rules.findings import Finding
from treatments.rules.kind import Case, Kind, Rule
from treatments.rules.limits import limit_shares


def judge(case: Case) -> Iterator[Finding]:
    for share in limit_shares(
        case.recipe.worked, case.catalogue.limits, weight_kg=case.patient.weight_kg, other_doses=case.plan.other_doses
    ):
        yield from judge_share(KIND.id, share, case)


def lists(catalogue: CatalogueFacts) -> Iterator[Rule]:
    for row in (row for row in catalogue.limits if row.window_days is None):
        yield Rule(f"{KIND.id}/{row.id}", in_words(row, catalogue), "stop", row.may_override, row.sources)


KIND = Kind(
    id="dose_limit",
    title="Dose limit",
    words=(
        "All sources of a substance in one visit are added: syringe, numbing cream, other courses. Above the lesser "
        "of mg/kg × weight and the cap it stops (lidocaine plain: 4.5 mg/kg, 300 mg; with epinephrine: 7 mg/kg, "
        "500 mg). Without a weight of the last 12 months a limit in mg/kg is decided."
    ),
    judge=judge,
    lists=lists,
    rows="dose limits",
    sources=("lido_label",),
)
