"""What was given before adds up: earlier on the same day, and within the days of a limit that has a window.

The limit of one visit is judged by `dose_limit`; here it is judged once more only where something was given earlier
that day. Nothing is said where this session brings none of the substance.
"""

from collections.abc import Iterator
from datetime import date

from treatments.rules.dose_findings import in_words, judge_share
from treatments.rules.facts import CatalogueFacts, DoseLimit, OtherDose
from treatments.rules.findings import Finding
from treatments.rules.kind import Case, Kind, Rule
from treatments.rules.limits import applies, share_of


def judge(case: Case) -> Iterator[Finding]:
    day = case.plan.judged_on
    if day is None:
        return
    for limit in case.catalogue.limits:
        earlier = _earlier(limit, case, day)
        if limit.window_days is not None or earlier:
            yield from _judged(limit, case, earlier)


def _earlier(limit: DoseLimit, case: Case, day: date) -> tuple[OtherDose, ...]:
    """The doses of the limit's substances given within its days, the day judged included."""
    days = limit.window_days or 1
    given = (one for one in case.plan.earlier if one.dose.ingredient in limit.ingredients)
    return tuple(one.dose for one in given if 0 <= (day - one.on).days < days)


def _judged(limit: DoseLimit, case: Case, earlier: tuple[OtherDose, ...]) -> Iterator[Finding]:
    weight, worked, others = case.patient.weight_kg, case.recipe.worked, case.plan.other_doses
    alone = share_of(worked, limit, weight, others)
    if not (alone.used_mg or alone.unmeasured) or (limit.window_days is None and alone.exceeded):
        return
    if applies(worked, limit, others + earlier):
        together = share_of(worked, limit, weight, others + earlier)
        yield from judge_share(KIND.id, together, case, span=_span(limit))


def _span(limit: DoseLimit) -> str:
    return "in one day" if limit.window_days in (None, 1) else f"within {limit.window_days} days"


def lists(catalogue: CatalogueFacts) -> Iterator[Rule]:
    for row in catalogue.limits:
        words = f"{in_words(row, catalogue)}, {_span(row)}"
        yield Rule(f"{KIND.id}/{row.id}", words, "stop", row.may_override, row.sources)


KIND = Kind(
    id="cumulative_dose",
    title="Cumulative dose",
    words=(
        "What was given earlier on the same day counts towards the limit of a visit; a limit with a window counts "
        "everything given within its days, whatever the course. Above the limit it stops; what has no strength in "
        "mg, or no fresh weight, is decided. A session that brings none of the substance is silent."
    ),
    judge=judge,
    lists=lists,
    rows="dose limits; sessions given",
)
