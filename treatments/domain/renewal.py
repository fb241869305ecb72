"""An earlier content made usable now: other courses, no days, and nothing that may not reach a patient today."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from treatments.domain.content import Content, courses_told
from treatments.domain.content_rows import Known, known_rows, rows_in
from treatments.domain.content_words import in_words
from treatments.models import (
    Concern,
    Ingredient,
    Protocol,
    RecipeState,
    RecipeVersion,
    Status,
    Technique,
    Zone,
)


@dataclass(frozen=True)
class Preview:
    """What would be added: as content, in words (one line a course), and what could not be taken over, and why."""

    content: Content
    courses: tuple[str, ...]
    notes: tuple[str, ...]


def afresh(content: Content) -> Content:
    """Return a copy for new courses: other UUIDs (riders still ride with theirs), no days, no ratings."""
    told = deepcopy(courses_told(content))
    names = {entry.get("uuid"): str(uuid4()) for entry in told}
    for entry in told:
        entry |= {"uuid": names[entry.get("uuid")], "rides_with": names.get(entry.get("rides_with"))}
        entry |= {"starts_on": None, "assessments": []}
    return {"courses": told}


def anonymous(content: Content) -> Content:
    """Return a copy with nothing of the patient: a variation made for them becomes its master."""
    told = afresh(content)
    versions = RecipeVersion.objects.filter(uuid__in=[entry["recipe"] for entry in told["courses"] if entry["recipe"]])
    masters = {str(row.uuid): str((row.variation_of or row).uuid) for row in versions.select_related("variation_of")}
    for entry in told["courses"]:
        entry["recipe"] = masters.get(entry["recipe"])
    return told


def renewed(content: Content, *, varied: bool = False) -> Preview:
    """Return a copy that may be used today, and what was changed or left out for it.

    `varied`: variations are this patient's own and may stay.
    """
    told = afresh(content)["courses"]
    known = known_rows(told)
    notes = [note for entry in told for note in _mended(entry, known, varied)]
    kept = {"courses": [entry for entry in told if _row(known, Concern, entry.get("concern"))]}
    return Preview(kept, tuple(in_words(kept)), tuple(dict.fromkeys(notes)))


def _row(known: Known, model: Any, key: Any) -> Any:
    return known.rows.get((model, str(key))) if key else None


def _mended(entry: Content, known: Known, varied: bool) -> Iterator[str]:
    """Take out of `entry`, in place, what may not be used, saying so."""
    concern = _row(known, Concern, entry.get("concern"))
    if concern is None:
        yield _("A course for “%(key)s” is left out: the catalogue has no such concern.") % {
            "key": entry.get("concern")
        }
        return
    yield from _without_withheld(entry, known, str(concern))
    yield from _recipe(entry, known, str(concern), varied)


def _without_withheld(entry: Content, known: Known, course: str) -> Iterator[str]:
    protocol = _row(known, Protocol, entry.get("protocol"))
    if entry.get("protocol") and not (protocol and protocol.is_offered):
        entry["protocol"] = None
        yield _("%(course)s: its protocol is not approved for patients.") % {"course": course}
    technique = _row(known, Technique, entry.get("technique"))
    if entry.get("technique") and _is_blocked(technique):
        entry["technique"] = None
        yield _("%(course)s: its technique is blocked.") % {"course": course}
    zones = [key for key in rows_in(entry, "zones") if not _is_blocked(_row(known, Zone, key))]
    if len(zones) < len(rows_in(entry, "zones")):
        entry["zones"] = zones
        yield _("%(course)s: a zone is blocked.") % {"course": course}
    cream = entry.get("topical")
    if cream and not getattr(_row(known, Ingredient, cream.get("ingredient")), "is_offered", False):
        entry["topical"] = None
        yield _("%(course)s: its cream is not approved for patients.") % {"course": course}


def _is_blocked(row: Any) -> bool:
    return row is None or row.status == Status.BLOCKED


def _recipe(entry: Content, known: Known, course: str, varied: bool) -> Iterator[str]:
    if not entry.get("recipe"):
        return
    version = _row(known, RecipeVersion, entry["recipe"])
    chosen = _usable(version, varied) if version else None
    entry["recipe"] = str(chosen.uuid) if chosen else None
    if chosen is None:
        yield _("%(course)s: %(recipe)s may not be used now: choose a recipe.") % {
            "course": course,
            "recipe": version or _("its recipe"),
        }
    elif chosen != version:
        yield _("%(course)s: %(new)s takes the place of %(old)s.") % {"course": course, "new": chosen, "old": version}


def _usable(version: RecipeVersion, varied: bool) -> RecipeVersion | None:
    """The version itself, else the newest approved one of its recipe, if all in it may reach a patient."""
    master = version.variation_of or version
    if master.state == RecipeState.APPROVED and _is_offered(version):
        return version if varied or version == master else master
    newest = RecipeVersion.objects.offered().filter(recipe=master.recipe_id).order_by("-number")
    found = newest.select_related("recipe").first()
    return found if found and _is_offered(found) else None


def _is_offered(version: RecipeVersion) -> bool:
    return all(line.ingredient.is_offered for line in version.lines.select_related("ingredient"))
