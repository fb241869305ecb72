"""Ingredients that harm an unborn child (5-alpha-reductase inhibitors, retinoids).

Pregnancy and breastfeeding stop any treatment by their own rows; here the ingredient stops as well, and so does
child-bearing potential without documented contraception. Documenting it clears the stop; nobody overrides it.
"""

from collections.abc import Iterator

from treatments.rules.facts import Answer, CatalogueFacts, IngredientFacts
from treatments.rules.findings import Finding, finding
from treatments.rules.kind import Case, Kind, Rule

QUESTIONS = ("child_bearing_potential", "contraception_documented")


def judge(case: Case) -> Iterator[Finding]:
    for item in case.recipe.ingredients + case.plan.topical:
        if item.needs_contraception:
            yield from _judged(item, case)


def _judged(item: IngredientFacts, case: Case) -> Iterator[Finding]:
    patient = case.patient
    for key in ("pregnancy", "breastfeeding"):
        if patient.answer(key) == Answer.YES:
            yield _found(item, "stop", f"{item.name} is not given in {key}.", {key: "yes"})
    if not patient.may_be_pregnant or patient.has_contraception:
        return
    if patient.can_bear_children or patient.sex == "female":
        yield _found(
            item,
            "stop",
            f"{item.name}: child-bearing potential without documented contraception.",
            {"contraception": "no"},
            ask=QUESTIONS,
        )
    else:
        yield _unknown(item)


def _found(item: IngredientFacts, level: str, sentence: str, reads: dict, ask: tuple[str, ...] = ()) -> Finding:
    facts = {**reads, "ingredient": item.key}
    return finding(KIND.id, level, sentence, subject=item.key, reads=facts, sources=item.sources, ask=ask)


def _unknown(item: IngredientFacts) -> Finding:
    return finding(
        KIND.id,
        "decide",
        f"{item.name} can harm an unborn child: child-bearing potential has not been asked.",
        subject=item.key,
        reads={"child_bearing_potential": None, "ingredient": item.key},
        sources=item.sources,
        ask=QUESTIONS,
        unjudged=True,
    )


def lists(catalogue: CatalogueFacts) -> Iterator[Rule]:
    yield Rule(KIND.id, "An ingredient that harms an unborn child, without documented contraception", "stop")


KIND = Kind(
    id="contraception",
    title="Pregnancy, breastfeeding and contraception",
    words=(
        "Dutasteride, finasteride and retinoids stop in pregnancy, in breastfeeding, and in child-bearing potential "
        "without documented contraception. Where child-bearing potential is not known it is decided."
    ),
    judge=judge,
    lists=lists,
    rows="ingredients marked needs_contraception",
)
