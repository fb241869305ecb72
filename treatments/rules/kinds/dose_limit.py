"""The most of a substance in one visit, every source added: cocktail, cream, device.

Lidocaine plain: the lesser of 4.5 mg/kg and 300 mg; with epinephrine the lesser of 7 mg/kg and 500 mg. The weight is
not older than 12 months; without it a limit in mg/kg cannot be judged.
"""

from collections.abc import Iterator
from decimal import Decimal

from treatments.rules.findings import Finding, finding
from treatments.rules.kind import Case, Kind
from treatments.rules.limits import LimitShare, limit_shares
from treatments.rules.numbers import EXACT, show_number, show_percent

WEIGHT_VALID_DAYS = 365
FINE, NOTHING = Decimal("1e-9"), Decimal(0)


def judge(case: Case) -> Iterator[Finding]:
    for share in limit_shares(
        case.recipe.worked, case.catalogue.limits, weight_kg=case.patient.weight_kg, other_doses=case.plan.other_doses
    ):
        yield from _judged(share, case)


def _judged(share: LimitShare, case: Case) -> Iterator[Finding]:
    if share.exceeded:
        yield _exceeded(share, case)
    elif share.unmeasured:
        yield _unmeasured(share, case)
    elif share.limit.mg_per_kg is not None and not _weight_is_fresh(case):
        yield _no_weight(share, case)


def _weight_is_fresh(case: Case) -> bool:
    age = case.patient.weight_age_days
    return case.patient.weight_kg is not None and age is not None and 0 <= age <= WEIGHT_VALID_DAYS


def _names(share: LimitShare, case: Case) -> str:
    known = {item.key: item.name for item in case.recipe.ingredients}
    return ", ".join(sorted(known.get(key, key) for key in share.limit.ingredients))


def _exceeded(share: LimitShare, case: Case) -> Finding:
    used, allowed = show_number(share.used_mg), show_number(share.allowed_mg or NOTHING)
    part = show_percent(share.share or NOTHING)
    return finding(
        f"{KIND.id}/{share.limit.id}",
        "stop",
        f"{_names(share, case)}: {used} mg from all sources, {part} of the {allowed} mg allowed in one visit.",
        subject=share.limit.id,
        reads={"used_mg": _same(share.used_mg), "weight_kg": _same(case.patient.weight_kg)},
        sources=share.limit.sources,
        may_override=share.limit.may_override,
    )


def _unmeasured(share: LimitShare, case: Case) -> Finding:
    return finding(
        f"{KIND.id}/{share.limit.id}",
        "decide",
        f"{_names(share, case)}: a line has no strength in mg, so the limit cannot be judged.",
        subject=share.limit.id,
        reads={"used_mg": _same(share.used_mg), "volumes_ml": _volumes(share, case)},
        sources=share.limit.sources,
    )


def _volumes(share: LimitShare, case: Case) -> list[str | None]:
    return [_same(line.volume_ml) for line in case.recipe.worked.lines if line.ingredient in share.limit.ingredients]


def _no_weight(share: LimitShare, case: Case) -> Finding:
    why = "not known" if case.patient.weight_kg is None else "older than 12 months"
    used, per_kg = show_number(share.used_mg), show_number(share.limit.mg_per_kg or NOTHING)
    return finding(
        f"{KIND.id}/{share.limit.id}",
        "decide",
        f"{_names(share, case)}: {used} mg; the limit of {per_kg} mg/kg cannot be judged: the weight is {why}.",
        subject=share.limit.id,
        reads={
            "used_mg": _same(share.used_mg),
            "weight_kg": _same(case.patient.weight_kg),
            "weight_on": case.patient.weight_on,
        },
        sources=share.limit.sources,
        ask=("weight",),
    )


def _same(number: Decimal | None) -> str | None:
    """One spelling for equal numbers (70 and 70.0), so that a decision carries forward."""
    return None if number is None else f"{EXACT.quantize(number, FINE).normalize():f}"


KIND = Kind(
    id="dose_limit",
    title="Dose limit",
    words=(
        "All sources of a substance in one visit are added. Above the lesser of mg/kg × weight and the cap it stops "
        "(lidocaine plain: 4.5 mg/kg, 300 mg; with epinephrine: 7 mg/kg, 500 mg). Without a weight of the last 12 "
        "months a limit in mg/kg is decided."
    ),
    judge=judge,
    rows="dose limits",
    sources=("lido_label",),
)
