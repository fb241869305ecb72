"""How much of a substance is allowed, and how much of that is used."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from treatments.rules.facts.catalogue import DoseLimit
from treatments.rules.facts.plan import OtherDose
from treatments.rules.numbers import EXACT, sum_of
from treatments.rules.recipes import VASOCONSTRICTOR, WorkedLine, WorkedRecipe
from treatments.rules.units import MG


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
    slowed = any(line.ingredient == VASOCONSTRICTOR for line in worked.lines)
    return tuple(_other_dose(line, what, slowed or line.with_epinephrine) for line in worked.lines)


def _other_dose(line: WorkedLine, what: str, with_epinephrine: bool) -> OtherDose:
    if line.dose is None or line.dose.measure != MG:
        return OtherDose(line.ingredient, Decimal(0), what, with_epinephrine, unmeasured=True)
    return OtherDose(line.ingredient, line.dose.amount, what, with_epinephrine)


def cream_dose(ingredient: str, *, strength_percent: Decimal, grams: Decimal, what: str) -> OtherDose:
    """The whole dose (mg) in a cream: 1 % is 10 mg in each gram. All of it counts, whatever is absorbed."""
    mg = EXACT.multiply(EXACT.multiply(strength_percent, Decimal(10)), grams)
    return OtherDose(ingredient, mg, what, on_skin=True)


def for_volume(worked: WorkedRecipe, volume_ml: Decimal | None) -> WorkedRecipe:
    """The recipe as given in a session of `volume_ml`: more of the same where that is above one batch, never less."""
    if volume_ml is None or not worked.total_ml or volume_ml <= worked.total_ml:
        return worked
    times = EXACT.divide(volume_ml, worked.total_ml)
    lines = tuple(
        replace(
            line,
            volume_ml=EXACT.multiply(line.volume_ml, times),
            dose=None if line.dose is None else replace(line.dose, amount=EXACT.multiply(line.dose.amount, times)),
        )
        for line in worked.lines
    )
    return replace(worked, lines=lines, total_ml=volume_ml)


def limit_shares(
    worked: WorkedRecipe,
    limits: Iterable[DoseLimit],
    *,
    weight_kg: Decimal | None = None,
    other_doses: Iterable[OtherDose] = (),
) -> tuple[LimitShare, ...]:
    """Each limit whose substances are in this recipe or come from elsewhere, every source added (mg).

    Without a weight the cap alone is used. A limit over several days is left to `cumulative_dose`. Nothing is raised.
    """
    others = tuple(other_doses)
    of_a_visit = [limit for limit in limits if limit.window_days is None]
    found = (share_of(worked, limit, weight_kg, others) for limit in of_a_visit if applies(worked, limit, others))
    return tuple(sorted((share for share in found if share.used_mg or share.unmeasured), key=lambda s: s.limit.id))


def applies(worked: WorkedRecipe, limit: DoseLimit, others: tuple[OtherDose, ...]) -> bool:
    """Whether this limit, not its twin with or without epinephrine, is the one for these sources."""
    return limit.with_epinephrine in (None, _all_with_epinephrine(worked, limit, others))


def _all_with_epinephrine(worked: WorkedRecipe, limit: DoseLimit, others: tuple[OtherDose, ...]) -> bool:
    """Whether epinephrine slows the uptake from every source: one plain source, and the plain limit holds."""
    if any(other.ingredient in limit.ingredients and not other.with_epinephrine for other in others):
        return False
    if any(line.ingredient == VASOCONSTRICTOR for line in worked.lines):
        return True
    return all(line.with_epinephrine for line in worked.lines if line.ingredient in limit.ingredients)


def share_of(
    worked: WorkedRecipe, limit: DoseLimit, weight_kg: Decimal | None, others: tuple[OtherDose, ...]
) -> LimitShare:
    """The limit against this recipe and the doses from elsewhere together (mg)."""
    counted = [other for other in others if other.ingredient in limit.ingredients]
    used = EXACT.add(worked.mg_of(limit.ingredients), sum_of(other.mg for other in counted))
    unmeasured = worked.has_unmeasured(limit.ingredients) or any(other.unmeasured for other in counted)
    return LimitShare(limit, used, allowed_mg(limit, weight_kg), unmeasured)
