"""What the printed papers of a recipe say: the sheet for the file, the card to draw it up by."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from clinic.practice.models import Location, Practice
from treatments.domain.composition import Line, composition_of
from treatments.models import RecipeState, RecipeVersion
from treatments.queries.recipes import version_page
from treatments.queries.worked import Worked, WorkedRow
from treatments.rules.factors import factors_of
from treatments.rules.numbers import show_number
from treatments.rules.units import dose
from treatments.rules.wording import show_dose, show_strength, show_volume


@dataclass(frozen=True)
class Step:
    """One thing to do: a verb, how much, of what; `total` is what is drawn up afterwards, empty if unchanged.

    `has_lot`: something is taken from a vial, whose lot is written down.
    """

    number: int
    verb: str
    amount: str
    what: str
    detail: str = ""
    total: str = ""
    has_lot: bool = True


def papers_of(version: RecipeVersion, location: Location) -> dict[str, Any]:
    """Return what both papers show. Ten queries."""
    worked = version_page(version)
    return {
        "practice": Practice.objects.first(),
        "location": location,
        "version": version,
        "worked": worked,
        "steps": [] if worked.error else list(steps_of(version, worked)),
        "dossier": (version.variation_of or version).dossier.select_related("by"),
        "approved": _is_approved(version),
    }


def _is_approved(version: RecipeVersion) -> bool:
    return (version.variation_of or version).state == RecipeState.APPROVED


def steps_of(version: RecipeVersion, worked: Worked) -> Iterator[Step]:
    """One ingredient a step, the total running along; the diluent last, then the syringes."""
    number, total = 0, Decimal(0)
    for line, row in zip(composition_of(version).lines, worked.rows, strict=True):
        for step in _steps(line, row, total):
            number += 1
            yield Step(number, *step)
        total += row.drawn.volume_ml
    assert worked.drawn is not None
    if worked.drawn.diluent_ml:
        number, total = number + 1, total + worked.drawn.diluent_ml
        yield Step(number, _("Fill up with"), show_volume(worked.drawn.diluent_ml), worked.diluent, "", _now(total))
    if worked.drawn.portions:
        filled = [f"{portion.count} × {show_volume(portion.volume_ml)}" for portion in worked.drawn.portions]
        yield Step(number + 1, _("Divide into"), " + ".join(filled), _("syringes"), has_lot=False)


def _steps(line: Line, row: WorkedRow, total: Decimal) -> Iterator[tuple[str, str, str, str, str]]:
    if line.powder_value is not None and line.dissolved_in_ml is not None:
        held = show_dose(dose(line.powder_value, line.powder_unit, factors=factors_of(line.ingredient.key)))
        made = {"volume": show_volume(line.dissolved_in_ml), "strength": show_strength(row.line.stock)}
        how = _("in %(volume)s of its solvent: makes %(strength)s") % made
        yield _("Dissolve"), held, row.line.name, how, ""
    detail = [show_strength(row.line.stock) if row.line.stock else "", row.product, row.salt_or_base]
    if row.line.with_epinephrine:
        detail.append(_("with epinephrine"))
    told = " · ".join(filter(None, detail))
    yield _("Draw up"), show_volume(row.drawn.volume_ml), row.line.name, told, _now(total + row.drawn.volume_ml)


def _now(total: Decimal) -> str:
    return _("%(total)s mL in all") % {"total": show_number(total)}
