"""Cosmetic injections are for adults."""

from collections.abc import Iterator

from treatments.rules.facts import CatalogueFacts
from treatments.rules.findings import Finding, finding
from treatments.rules.kind import Case, Kind, Rule

ADULT = 18


def judge(case: Case) -> Iterator[Finding]:
    age = case.patient.age
    if age is not None and age < ADULT:
        sentence = f"{age} years old: cosmetic injections are not given under {ADULT}."
        yield finding(KIND.id, "stop", sentence, subject="age", reads={"age": age}, sources=KIND.sources)


def lists(catalogue: CatalogueFacts) -> Iterator[Rule]:
    yield Rule(KIND.id, "A patient under 18", "stop", sources=KIND.sources)


KIND = Kind(
    id="age",
    title="Age under 18",
    words=(
        "Under 18 on the day of treatment stops and cannot be overridden. Without a birth date it cannot be judged "
        "and is decided."
    ),
    judge=judge,
    lists=lists,
    rows="contraindications (CI-03)",
    sources=("dermacare", "delight"),
)
