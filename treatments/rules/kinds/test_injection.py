"""A small amount first, where the ingredient asks for it, and what came of it."""

from collections.abc import Iterator

from treatments.rules.facts import CatalogueFacts, IngredientFacts, TestRead
from treatments.rules.findings import Finding, finding
from treatments.rules.kind import Case, Kind, Rule


def judge(case: Case) -> Iterator[Finding]:
    for item in case.substances:
        yield from _judged(item, _tests(item, case))


def _tests(item: IngredientFacts, case: Case) -> list[TestRead]:
    """Those of this ingredient, the latest last; of two on one day the reaction counts."""
    read = (test for test in case.patient.tests if test.ingredient == item.key and test.on <= case.patient.today)
    return sorted(read, key=lambda test: (test.on, test.reacted))


def _judged(item: IngredientFacts, tests: list[TestRead]) -> Iterator[Finding]:
    if tests and tests[-1].reacted:
        sentence = f"{item.name}: the test injection read on {tests[-1].on:%d %b %Y} showed a reaction."
        yield _found(item, "stop", sentence, "reaction", tests)
    elif any(test.reacted for test in tests):
        sentence = f"{item.name}: one test injection showed a reaction, a later one did not."
        yield _found(item, "decide", sentence, "both", tests)
    elif item.needs_test and not tests:
        level = "stop" if item.status == "restricted" else "decide"
        sentence = f"{item.name} needs a test injection first, and none is on record."
        yield _found(item, level, sentence, "missing", tests, may_override=True, unjudged=True)


def _found(item: IngredientFacts, level: str, sentence: str, result: str, tests: list[TestRead], **more) -> Finding:
    days = [f"{test.on.isoformat()} {test.reacted}" for test in tests]
    reads = {"ingredient": item.key, "tests": days}
    rule = f"{KIND.id}/{result}"
    return finding(rule, level, sentence, subject=item.key, reads=reads, sources=item.sources, **more)


def lists(catalogue: CatalogueFacts) -> Iterator[Rule]:
    yield Rule(f"{KIND.id}/reaction", "A test injection showed a reaction", "stop")
    yield Rule(f"{KIND.id}/both", "One test injection showed a reaction, a later one did not", "decide")
    yield Rule(
        f"{KIND.id}/missing",
        "A test injection is asked for and none is on record (a restricted ingredient stops)",
        "decide",
        unjudged=True,
    )


KIND = Kind(
    id="test_injection",
    title="Test injection",
    words=(
        "An ingredient marked so needs a negative test injection of this patient: without one it is decided, and a "
        "restricted ingredient stops, which can be overridden. A reaction stops and cannot be overridden; a later "
        "test without one is decided."
    ),
    judge=judge,
    lists=lists,
    rows="ingredients marked needs_test_injection; test injections",
)
