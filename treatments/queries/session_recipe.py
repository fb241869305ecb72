"""The recipe of a session as it is drawn up, for its page and its record."""

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from treatments.domain.composition import composition_of
from treatments.models import RecipeLine, Session
from treatments.queries.worked import Worked, worked_out
from treatments.rules.wording import show_dose, show_strength, show_volume

WITH_LINES = Prefetch("lines", RecipeLine.objects.select_related("ingredient", "shelf_product"))


def session_recipe(session: Session) -> Worked | None:
    """Return the recipe of `session` as drawn up; None where nothing was chosen. One query."""
    version = session.course.recipe_version
    if version is None:
        return None
    prefetch_related_objects([version], WITH_LINES)
    return worked_out(composition_of(version))


def given_lines(session: Session) -> list[dict[str, Any]]:
    """Return what one session gives in words, as it is kept with the record: each line, the diluent last."""
    worked = session_recipe(session)
    if worked is None or worked.recipe is None:
        return []
    lines: list[dict[str, Any]] = [
        {
            "key": line.ingredient,
            "ingredient": line.name,
            "volume": show_volume(line.volume_ml),
            "dose": show_dose(line.dose) if line.dose else "",
            "final": show_strength(line.final) if line.final else "",
        }
        for line in worked.recipe.lines
    ]
    if worked.recipe.diluent_ml:
        lines.append({"diluent": True, "ingredient": worked.diluent, "volume": show_volume(worked.recipe.diluent_ml)})
    return lines
