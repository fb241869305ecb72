"""How much of a substance is allowed, and how much of that is used."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from treatments.rules.facts.catalogue import DoseLimit
from treatments.rules.facts.plan import OtherDose
from treatments.rules.numbers import EXACT, sum_of
from treatments.rules.recipes import VASOCONSTRICTOR, WorkedRecipe


@dataclass(frozen=True)
class LimitShare:
    """A limit against what is used: mg counted from all sources, mg allowed (None: needs the weight).

    `unmeasured`: a line holds the substance in a mass nobody can tell.
    """

    limit: DoseLimit
    used_mg: Decimal
    allowed_mg: Decimal | None
    unmeasured: bool = False

    @property
    def share(self) -> Decimal | None:
        """Used over allowed, 1 = the whole; None when nothing allowed is known."""
        return EXACT.divide(self.used_mg, self.allowed_mg) if self.allowed_mg else None

    @property
    def exceeded(self) -> bool:
        """Whether more is used than allowed."""
        return self.allowed_mg is not None and self.used_mg > self.allowed_mg


def allowed_mg(limit: DoseLimit, weight_kg: Decimal | None) -> Decimal | None:
    """The most of the limit's substances in one visit (mg): the lesser of mg/kg × weight and the cap.

    None when neither is known. Nothing is raised.
    """
    by_weight = None if limit.mg_per_kg is None or weight_kg is None else EXACT.multiply(limit.mg_per_kg, weight_kg)
    return min((amount for amount in (by_weight, limit.cap_mg) if amount is not None), default=None)


def doses_of(worked: WorkedRecipe, *, what: str) -> tuple[OtherDose, ...]:
    """The doses (mg) of one recipe as another recipe given in the same visit counts them; `what` says where from."""
    masses = ((line.ingredient, line.dose) for line in worked.lines)
    return tuple(OtherDose(key, dose.amount, what) for key, dose in masses if dose is not None and dose.measure == "mg")


def limit_shares(
    worked: WorkedRecipe,
    limits: Iterable[DoseLimit],
    *,
    weight_kg: Decimal | None = None,
    other_doses: Iterable[OtherDose] = (),
) -> tuple[LimitShare, ...]:
    """Each limit whose substances are in this recipe or come from elsewhere, every source added (mg).

    Without a weight the cap alone is used. Nothing is raised.
    """
    others = tuple(other_doses)
    found = (_share(worked, limit, weight_kg, others) for limit in limits if _applies(worked, limit, others))
    return tuple(sorted((share for share in found if share.used_mg or share.unmeasured), key=lambda s: s.limit.id))


def _applies(worked: WorkedRecipe, limit: DoseLimit, others: tuple[OtherDose, ...]) -> bool:
    return limit.with_epinephrine in (None, _all_with_epinephrine(worked, limit, others))


def _all_with_epinephrine(worked: WorkedRecipe, limit: DoseLimit, others: tuple[OtherDose, ...]) -> bool:
    """Whether epinephrine slows the uptake from every source: one plain source, and the plain limit holds."""
    if any(other.ingredient in limit.ingredients for other in others):
        return False
    if any(line.ingredient == VASOCONSTRICTOR for line in worked.lines):
        return True
    return all(line.with_epinephrine for line in worked.lines if line.ingredient in limit.ingredients)


def _share(
    worked: WorkedRecipe, limit: DoseLimit, weight_kg: Decimal | None, others: tuple[OtherDose, ...]
) -> LimitShare:
    other_mg = sum_of(other.mg for other in others if other.ingredient in limit.ingredients)
    used = EXACT.add(worked.mg_of(limit.ingredients), other_mg)
    return LimitShare(limit, used, allowed_mg(limit, weight_kg), worked.has_unmeasured(limit.ingredients))
