"""How much of a substance is allowed, and how much of that is used."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from treatments.rules.doses import WorkedRecipe
from treatments.rules.facts.catalogue import DoseLimit
from treatments.rules.facts.plan import OtherDose
from treatments.rules.numbers import EXACT

VASOCONSTRICTOR = "epinephrine"


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
        return None if self.allowed_mg is None else EXACT.divide(self.used_mg, self.allowed_mg)

    @property
    def exceeded(self) -> bool:
        """Whether more is used than allowed."""
        return self.allowed_mg is not None and self.used_mg > self.allowed_mg


def allowed_mg(limit: DoseLimit, weight_kg: Decimal | None) -> Decimal | None:
    """The most of the limit's substances in one visit, in mg: the lesser of mg/kg × weight and the cap. None: nothing known."""
    by_weight = None if limit.mg_per_kg is None or weight_kg is None else EXACT.multiply(limit.mg_per_kg, weight_kg)
    return min((amount for amount in (by_weight, limit.cap_mg) if amount is not None), default=None)


def limit_shares(
    worked: WorkedRecipe,
    limits: Iterable[DoseLimit],
    *,
    weight_kg: Decimal | None = None,
    other_doses: Iterable[OtherDose] = (),
) -> tuple[LimitShare, ...]:
    """Each limit that applies to this recipe, every source of its substances added. Without a weight the cap alone is used."""
    others = tuple(other_doses)
    found = (_share(worked, limit, weight_kg, others) for limit in limits if _applies(worked, limit))
    return tuple(
        sorted((share for share in found if share.used_mg or share.unmeasured), key=lambda share: share.limit.id)
    )


def _applies(worked: WorkedRecipe, limit: DoseLimit) -> bool:
    has_epinephrine = any(line.ingredient == VASOCONSTRICTOR for line in worked.lines)
    return limit.with_epinephrine is None or limit.with_epinephrine == has_epinephrine


def _share(
    worked: WorkedRecipe, limit: DoseLimit, weight_kg: Decimal | None, others: tuple[OtherDose, ...]
) -> LimitShare:
    used = worked.mg_of(limit.ingredients) + sum(
        (o.mg for o in others if o.ingredient in limit.ingredients), Decimal(0)
    )
    return LimitShare(limit, used, allowed_mg(limit, weight_kg), worked.has_unmeasured(limit.ingredients))
