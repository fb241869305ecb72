"""Two versions of a recipe side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from treatments.domain.composition import Line, composition_of
from treatments.models import RecipeVersion
from treatments.queries.differences import by_ingredient, stock_of
from treatments.queries.recipes import version_page
from treatments.queries.worked import WorkedRow
from treatments.rules.numbers import show_number
from treatments.rules.wording import show_dose, show_strength, show_volume

Told = dict[tuple[str, int], tuple[str, ...]]


@dataclass(frozen=True)
class Compared:
    """One thing in both versions, in words; empty where a version does not have it."""

    name: str
    was: tuple[str, ...]
    now: tuple[str, ...]

    @property
    def what(self) -> str:
        """In one word: same, changed, new, gone."""
        if self.was == self.now:
            return "same"
        if not self.was:
            return "new"
        return "changed" if self.now else "gone"


@dataclass(frozen=True)
class Comparison:
    """The ingredients and the volumes of two versions, the older first."""

    lines: tuple[Compared, ...]
    volumes: tuple[Compared, ...]

    @property
    def changes(self) -> int:
        return sum(row.what != "same" for row in (*self.lines, *self.volumes))


def chosen_other(versions: Sequence[RecipeVersion], version: RecipeVersion, wanted: str) -> RecipeVersion | None:
    """Return the version to compare with: the one asked for by its uuid, else the one before, else any other."""
    others = [other for other in versions if other.pk != version.pk]
    asked = [other for other in others if str(other.uuid) == wanted]
    before = [other for other in others if other.number < version.number]
    return next(iter([*asked, *before, *others]), None)


def compare_versions(was: RecipeVersion, now: RecipeVersion) -> Comparison:
    """Return both versions side by side. Twelve queries."""
    before, after = _told(was), _told(now)
    names = {key: line.ingredient.name for version in (was, now) for key, line in _lines(version).items()}
    lines = (Compared(name, before.get(key, ()), after.get(key, ())) for key, name in names.items())
    volumes = zip(_volumes(was), _volumes(now), strict=True)
    return Comparison(tuple(lines), tuple(Compared(name, old, new) for (name, old), (_name, new) in volumes))


def _lines(version: RecipeVersion) -> dict[tuple[str, int], Line]:
    return by_ingredient(composition_of(version))


def _told(version: RecipeVersion) -> Told:
    worked, lines = version_page(version), _lines(version)
    rows: tuple[Any, ...] = worked.rows or (None,) * len(lines)
    return {key: _line_told(line, row) for (key, line), row in zip(lines.items(), rows, strict=True)}


def _line_told(line: Line, row: WorkedRow | None) -> tuple[str, ...]:
    stock = ", ".join(filter(None, [line.product, stock_of(line), line.salt_or_base]))
    told = [
        _("stock %(stock)s") % {"stock": stock} if stock else _("no strength"),
        _("typed %(amount)s %(unit)s") % {"amount": show_number(line.amount), "unit": line.amount_unit},
        _("with epinephrine") if line.with_epinephrine else "",
    ]
    return tuple(part for part in (*told, *(_worked_told(row) if row else ())) if part)


def _worked_told(row: WorkedRow) -> tuple[str, ...]:
    drawn = _("draw up %(volume)s") % {"volume": show_volume(row.drawn.volume_ml)}
    if row.line.dose is None or row.line.final is None:
        return (drawn,)
    return drawn, f"{show_dose(row.line.dose)} · {show_strength(row.line.final)}"


def _volumes(version: RecipeVersion) -> list[tuple[str, tuple[str, ...]]]:
    shown = {
        _("Filled up to"): version.target_volume_ml,
        _("Per point"): version.per_point_ml,
        _("Syringes of"): version.syringe_ml,
        _("Marks every"): version.graduation_ml,
        _("Extra for dead space"): version.overage_ml,
    }
    diluent = (_("Diluent"), (str(RecipeVersion.Diluent(version.diluent).label),))
    return [diluent, *((name, () if value is None else (show_volume(value),)) for name, value in shown.items())]
