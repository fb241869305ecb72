"""What was not asked, or too long ago, cannot be judged: a clinician decides, or asks.

Two findings at most: what belongs to this visit (pregnancy, breastfeeding, the skin today) and the rest of the history.
A decision on the first holds for its day only.
"""

from collections.abc import Iterator

from treatments.rules.conditions import answer, must_ask, relevant, words
from treatments.rules.facts import Answer, CatalogueFacts, Contraindication
from treatments.rules.findings import Finding, finding
from treatments.rules.kind import Case, Kind, Rule


def judge(case: Case) -> Iterator[Finding]:
    gaps = [row for row in case.catalogue.contraindications if _is_gap(row, case)]
    today = {row.condition_key: words(row) for row in gaps if row.valid_days is not None}
    history = {row.condition_key: words(row) for row in gaps if row.valid_days is None} | _lists(case)
    if today:
        yield _found("today", "Not asked for this visit", today, {"visit": case.patient.today})
    if history:
        yield _found("history", "Not asked", history, {})


def _is_gap(row: Contraindication, case: Case) -> bool:
    return relevant(row, case) and must_ask(row, case) and answer(row, case) == Answer.NOT_ASKED


def _lists(case: Case) -> dict[str, str]:
    """The gaps that are no conditions: birth date, allergies, medicines."""
    patient = case.patient
    return {
        key: label
        for key, label, known in (
            ("birth_date", "birth date", patient.birth_date is not None),
            ("allergies", "allergies", patient.allergies.asked),
            ("medicines", "medicines", patient.medicines.asked),
        )
        if not known
    }


def _found(part: str, start: str, gaps: dict[str, str], reads: dict) -> Finding:
    return finding(
        f"{KIND.id}/{part}",
        "decide",
        f"{start}: {', '.join(sorted(gaps.values(), key=str.casefold))}. Ask, or decide with a reason.",
        subject=part,
        reads={"not_asked": frozenset(gaps), **reads},
        ask=tuple(sorted(gaps)),
        unjudged=True,
    )


def lists(catalogue: CatalogueFacts) -> Iterator[Rule]:
    yield Rule(f"{KIND.id}/today", "A fact of this visit was not asked", "decide", unjudged=True)
    yield Rule(f"{KIND.id}/history", "A fact of the history was not asked", "decide", unjudged=True)


KIND = Kind(
    id="not_asked",
    title="Cannot judge",
    words=(
        "A fact that matters and was not asked, or too long ago (pregnancy, breastfeeding and the skin at the site: "
        "this visit), is decided, never clear. Pregnancy is not asked of men, from 60 on, or where child-bearing is "
        "recorded as impossible."
    ),
    judge=judge,
    lists=lists,
    rows="contraindications with a question; birth date, allergies, medicines",
)
