"""Single-practitioner mode: whoever wrote a recipe enters strength and volume of each high-alert line again, blind."""

from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.domain import audit
from clinic.practice.models import User
from treatments.domain.composition import composition_of
from treatments.models import BlindCheck, DoseLimit, IngredientClass, RecipeLine, RecipeVersion
from treatments.rules.errors import DoseError
from treatments.rules.factors import factors_of
from treatments.rules.syringes import DrawnLine
from treatments.rules.units import strength

HIGH_ALERT = (
    IngredientClass.MEDICATION,
    IngredientClass.ANAESTHETIC,
    IngredientClass.VASODILATOR,
    IngredientClass.ENZYME,
)
STRENGTH_WITHIN, VOLUME_WITHIN = Decimal("0.001"), Decimal("0.01")


def high_alert_lines(version: RecipeVersion) -> list[RecipeLine]:
    """Return the lines that are dangerous in a wrong dose: by class, or because a limit is set. Two queries."""
    limited = set(DoseLimit.objects.in_force().values_list("ingredient", flat=True))
    return [
        line
        for line in version.lines.all()
        if line.ingredient.ingredient_class in HIGH_ALERT or line.ingredient_id in limited
    ]


def unchecked_lines(version: RecipeVersion, *, by: User) -> list[RecipeLine]:
    """Return the high-alert lines that `by` has not entered again since the version was submitted. Three queries."""
    done = set(_checks(version, by).values_list("line", flat=True))
    return [line for line in high_alert_lines(version) if line.pk not in done]


@transaction.atomic
def check_blind(
    *, line: RecipeLine, volume_ml: Decimal, strength_value: Decimal | None, strength_unit: str, by: User
) -> BlindCheck:
    """Keep that `by` entered the same strength and the same volume to draw up (mL) without seeing them.

    A volume may differ by 1 %, which nobody reads off a syringe. Raises Refusal at "strength_value" or "volume_ml"
    when it differs; what the recipe says is not told.
    """
    drawn = _drawn(line)
    if not _same_strength(drawn, line, strength_value, strength_unit):
        raise Refusal(_("This is not the strength in the recipe: look at the vial again."), field="strength_value")
    if not _close(volume_ml, drawn.volume_ml, VOLUME_WITHIN):
        raise Refusal(_("This is not the volume in the recipe: reckon it again."), field="volume_ml")
    audit.record(verb="recipe.check_blind", about=f"recipe:{line.version.uuid}", by=by, details={"line": line.order})
    return BlindCheck.objects.create(line=line, by=by)


def _checks(version: RecipeVersion, by: User) -> QuerySet[BlindCheck]:
    return BlindCheck.objects.filter(line__version=version, by=by, at__gte=version.submitted_at or version.created_at)


def _drawn(line: RecipeLine) -> DrawnLine:
    rows = list(line.version.lines.all())
    return composition_of(line.version).draw_up().lines[[row.pk for row in rows].index(line.pk)]


def _same_strength(drawn: DrawnLine, line: RecipeLine, value: Decimal | None, unit: str) -> bool:
    if drawn.given.stock is None or value is None:
        return drawn.given.stock is None and value is None
    try:
        typed = strength(value, unit, factors=factors_of(line.ingredient.key))
    except DoseError as error:
        raise Refusal(error.sentence, field="strength_value") from error
    same = typed.measure == drawn.given.stock.measure
    return same and _close(typed.amount, drawn.given.stock.amount, STRENGTH_WITHIN)


def _close(typed: Decimal, meant: Decimal, within: Decimal) -> bool:
    return abs(typed - meant) <= meant * within
