"""What is said of a limit that is exceeded or cannot be judged, for one visit or for several days."""

from collections.abc import Iterator
from decimal import Decimal

from treatments.rules.facts import CatalogueFacts, DoseLimit
from treatments.rules.findings import Finding, finding
from treatments.rules.kind import Case
from treatments.rules.limits import LimitShare
from treatments.rules.numbers import EXACT, show_number, show_percent

WEIGHT_VALID_DAYS = 365
FINE, NOTHING = Decimal("1e-9"), Decimal(0)


def judge_share(kind: str, share: LimitShare, case: Case, *, span: str = "in one visit") -> Iterator[Finding]:
    """Stop what is exceeded; decide what has no strength in mg or, for a limit in mg/kg, no fresh weight.

    `span` says in words what is added. Doses in mg, weights in kg; nothing is raised.
    """
    if share.exceeded:
        yield _exceeded(kind, share, case, span)
    elif share.unmeasured:
        yield _unmeasured(kind, share, case)
    elif share.limit.mg_per_kg is not None and not _weight_is_fresh(case):
        yield _no_weight(kind, share, case)


def in_words(limit: DoseLimit, catalogue: CatalogueFacts) -> str:
    """The limit as a person reads it: "Lidocaine: at most 4.5 mg/kg and 300 mg, without epinephrine"."""
    names = ", ".join(sorted(catalogue.name_of(key) for key in limit.ingredients))
    amounts = [f"{show_number(limit.mg_per_kg)} mg/kg"] if limit.mg_per_kg is not None else []
    amounts += [f"{show_number(limit.cap_mg)} mg"] if limit.cap_mg is not None else []
    beside = {True: ", with epinephrine", False: ", without epinephrine", None: ""}[limit.with_epinephrine]
    return f"{names}: at most {' and '.join(amounts)}{beside}"


def same_number(number: Decimal | None) -> str | None:
    """One spelling for equal numbers (70 and 70.0), so that a decision carries forward."""
    return None if number is None else f"{EXACT.quantize(number, FINE).normalize():f}"


def _weight_is_fresh(case: Case) -> bool:
    age = case.patient.weight_age_days
    return case.patient.weight_kg is not None and age is not None and 0 <= age <= WEIGHT_VALID_DAYS


def _names(share: LimitShare, case: Case) -> str:
    known = {item.key: item.name for item in case.substances}
    return ", ".join(sorted(known.get(key, key) for key in share.limit.ingredients))


def _exceeded(kind: str, share: LimitShare, case: Case, span: str) -> Finding:
    used, allowed = show_number(share.used_mg), show_number(share.allowed_mg or NOTHING)
    part = show_percent(share.share or NOTHING)
    return finding(
        f"{kind}/{share.limit.id}",
        "stop",
        f"{_names(share, case)}: {used} mg from all sources, {part} of the {allowed} mg allowed {span}.",
        subject=share.limit.id,
        reads={"used_mg": same_number(share.used_mg), "weight_kg": same_number(case.patient.weight_kg)},
        sources=share.limit.sources,
        may_override=share.limit.may_override,
    )


def _unmeasured(kind: str, share: LimitShare, case: Case) -> Finding:
    return finding(
        f"{kind}/{share.limit.id}",
        "decide",
        f"{_names(share, case)}: a source has no strength in mg, so the limit cannot be judged.",
        subject=share.limit.id,
        reads={"used_mg": same_number(share.used_mg), "volumes_ml": _volumes(share, case)},
        sources=share.limit.sources,
        unjudged=True,
    )


def _volumes(share: LimitShare, case: Case) -> list[str | None]:
    lines = case.recipe.worked.lines
    return [same_number(line.volume_ml) for line in lines if line.ingredient in share.limit.ingredients]


def _no_weight(kind: str, share: LimitShare, case: Case) -> Finding:
    why = "not known" if case.patient.weight_kg is None else "older than 12 months"
    used, per_kg = show_number(share.used_mg), show_number(share.limit.mg_per_kg or NOTHING)
    return finding(
        f"{kind}/{share.limit.id}",
        "decide",
        f"{_names(share, case)}: {used} mg; the limit of {per_kg} mg/kg cannot be judged: the weight is {why}.",
        subject=share.limit.id,
        reads={
            "used_mg": same_number(share.used_mg),
            "weight_kg": same_number(case.patient.weight_kg),
            "weight_on": case.patient.weight_on,
        },
        sources=share.limit.sources,
        ask=("weight",),
        unjudged=True,
    )
