"""What was changed between two compositions, in words: a patient's variation against its master."""

from collections import Counter
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from treatments.domain.composition import Composition, Line
from treatments.models import RecipeVersion
from treatments.rules.numbers import show_number
from treatments.rules.wording import show_volume


def differences(master: Composition, varied: Composition) -> tuple[str, ...]:
    """Say in words what was changed from `master` to `varied`. No query."""
    before, after = by_ingredient(master), by_ingredient(varied)
    changed = [
        f"{_typed(before[key])} → {_typed(after[key])}"
        for key in after
        if key in before and _typed(before[key]) != _typed(after[key])
    ]
    new = [_("with %(what)s") % {"what": _typed(after[key])} for key in after if key not in before]
    gone = [_("without %(name)s") % {"name": before[key].ingredient} for key in before if key not in after]
    return (*changed, *new, *gone, *_volumes(master, varied))


def by_ingredient(composition: Composition) -> dict[tuple[str, int], Line]:
    """Return the lines by ingredient; of one ingredient twice the first is 0, the next 1."""
    seen: Counter[str] = Counter()
    found = {}
    for line in composition.lines:
        found[line.ingredient.key, seen[line.ingredient.key]] = line
        seen[line.ingredient.key] += 1
    return found


def _typed(line: Line) -> str:
    stock = ", ".join(filter(None, [line.product, stock_of(line), line.salt_or_base, _epinephrine(line)]))
    amount = f"{line.ingredient} {show_number(line.amount)} {line.amount_unit}"
    return f"{amount} ({stock})" if stock else amount


def stock_of(line: Line) -> str:
    """Return the stock of a line as it was typed; nothing where none was."""
    if line.powder_value is not None and line.dissolved_in_ml is not None:
        powder = f"{show_number(line.powder_value)} {line.powder_unit}"
        return _("%(powder)s in %(volume)s") % {"powder": powder, "volume": show_volume(line.dissolved_in_ml)}
    return f"{show_number(line.stock_value)} {line.stock_unit}" if line.stock_value else ""


def _epinephrine(line: Line) -> str:
    return _("with epinephrine") if line.with_epinephrine else ""


def _volumes(master: Composition, varied: Composition) -> list[str]:
    diluent = _("diluent %(what)s") % {"what": RecipeVersion.Diluent(varied.diluent).label}
    told = [diluent] if varied.diluent != master.diluent else []
    for name, sentence, none in (
        ("target_volume_ml", _("filled up to %(ml)s"), _("not filled up")),
        ("per_point_ml", _("%(ml)s per point"), _("no volume per point")),
        ("overage_ml", _("%(ml)s extra for dead space"), _("no extra for dead space")),
        ("syringe_ml", _("syringes of %(ml)s"), _("no size of syringe")),
        ("graduation_ml", _("marks of %(ml)s"), _("no marks of a syringe")),
    ):
        told += _changed(getattr(master, name), getattr(varied, name), sentence, none)
    return told


def _changed(was: Any, now: Decimal | None, sentence: str, none: str) -> list[str]:
    if was == now:
        return []
    return [none if now is None else sentence % {"ml": show_volume(now)}]
