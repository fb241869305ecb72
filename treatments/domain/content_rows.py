"""From plain data to the rows of a course: every key looked up, every number checked by its field."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import SimpleNamespace
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from treatments.domain.course_checks import refuse_cream, refuse_impossible, refuse_phases
from treatments.domain.dates import phase_of
from treatments.models import (
    Assessment,
    Concern,
    Course,
    CoursePhase,
    Ingredient,
    OutcomeScale,
    PlannedReview,
    Protocol,
    RecipeVersion,
    Technique,
    TopicalAnaesthetic,
    Zone,
)

NUMBERS = (
    *("depth_mm", "needle", "sessions_planned", "interval_min_days", "interval_days", "interval_max_days"),
    *("volume_ml", "price", "results_after_weeks", "starts_on"),
)
PHASE = ("kind", "sessions", "interval_min_days", "interval_days", "interval_max_days")
REVIEW = ("after_session", "days_after", "purpose")
CREAM = ("strength_percent", "grams", "area_cm2", "minutes")
RATING = ("moment", "score", "better", "severity", "note")
KEYED: dict[str, Any] = {"concern": Concern, "protocol": Protocol, "technique": Technique}


class Known(NamedTuple):
    """The rows that a content names, by their keys."""

    rows: Mapping[tuple[Any, str], Any]

    def get(self, model: Any, key: Any) -> Any:
        """Return the row, or None for no key. Raises Refusal for a key that nothing has."""
        if not key:
            return None
        found = self.rows.get((model, str(key)))
        if found is None:
            raise Refusal(_("“%(key)s” is not in the catalogue.") % {"key": key}, code="content")
        return found


def known_rows(told: list[dict[str, Any]]) -> Known:
    """Look up all that the courses name. One query for each kind that is named."""
    wanted: dict[Any, set[str]] = {model: _named(entry.get(name) for entry in told) for name, model in KEYED.items()}
    wanted[Zone] = _named(key for entry in told for key in rows_in(entry, "zones"))
    wanted[Ingredient] = _named((entry.get("topical") or {}).get("ingredient") for entry in told)
    wanted[OutcomeScale] = _named(row.get("scale") for entry in told for row in rows_in(entry, "assessments"))
    found = {
        (model, row.key): row for model, keys in wanted.items() if keys for row in model.objects.filter(key__in=keys)
    }
    versions = RecipeVersion.objects.filter(uuid__in=_uuids(entry.get("recipe") for entry in told))
    return Known(
        found | {(RecipeVersion, str(row.uuid)): row for row in versions.select_related("recipe", "variation_of")}
    )


def rows_in(entry: dict[str, Any], name: str) -> list[Any]:
    """Return the list a course holds under `name`; empty where it holds none."""
    value = entry.get(name)
    return value if isinstance(value, list) else []


def fill_course(course: Course, entry: dict[str, Any], known: Known) -> None:
    """Set the course's own columns. Raises Refusal for a number that cannot be, or a course without a concern."""
    for name, model in KEYED.items():
        setattr(course, name, known.get(model, entry.get(name)))
    if course.concern_id is None:
        raise Refusal(_("A course is for a concern."), code="content")
    course.recipe_version = known.get(RecipeVersion, entry.get("recipe"))
    for name, value in _cleaned(course, entry, NUMBERS).items():
        setattr(course, name, value)
    refuse_impossible(course)


def put_children(course: Course, entry: dict[str, Any], known: Known, *, with_ratings: bool) -> None:
    """Make the course's zones, phases, reviews and cream what `entry` says; bring its ratings back if asked."""
    course.zones.set([known.get(Zone, key) for key in rows_in(entry, "zones")])
    phases = [CoursePhase(course=course, order=order, **row) for order, row in _rows(CoursePhase, entry, "phases")]
    refuse_phases(course.sessions_planned, [phase_of(row) for row in phases])
    _replace(course.phases, phases)
    _replace(
        course.reviews, [PlannedReview(course=course, **row) for _n, row in _rows(PlannedReview, entry, "reviews")]
    )
    _put_cream(course, entry.get("topical"), known)
    for row in rows_in(entry, "assessments") if with_ratings else ():
        Assessment.objects.create(course=course, **_rating(row, known))


def _put_cream(course: Course, told: Any, known: Known) -> None:
    TopicalAnaesthetic.objects.filter(course=course).delete()
    if not told:
        return
    blank = TopicalAnaesthetic(course=course)
    values = _cleaned(blank, told, CREAM)
    ingredient = known.get(Ingredient, told.get("ingredient"))
    refuse_cream(SimpleNamespace(ingredient=ingredient, **values))
    TopicalAnaesthetic.objects.create(course=course, ingredient=ingredient, **values)


FIELDS = {CoursePhase: PHASE, PlannedReview: REVIEW}


def _rows(model: Any, entry: dict[str, Any], name: str) -> Iterable[tuple[int, dict[str, Any]]]:
    return enumerate(_cleaned(model(), row, FIELDS[model]) for row in rows_in(entry, name))


def _rating(row: dict[str, Any], known: Known) -> dict[str, Any]:
    kept = {name: row.get(name, "") for name in RATING}
    return kept | {
        "scale": known.get(OutcomeScale, row.get("scale")),
        "by_id": row["by"],
        "at": datetime.fromisoformat(row["at"]),
    }


def _replace(rows: Any, wanted: list[Any]) -> None:
    rows.all().delete()
    rows.model.objects.bulk_create(wanted)


def _cleaned(row: Any, told: Any, names: Iterable[str]) -> dict[str, Any]:
    """The values under `names`, each as its field takes it. Raises Refusal, naming the field, for one it does not."""
    if not isinstance(told, dict):
        raise Refusal(_("These are not the courses of a plan."), code="content")
    found = {}
    for name in names:
        field = row._meta.get_field(name)
        try:
            found[name] = field.clean(told.get(name, "" if field.blank and not field.null else None), row)
        except ValidationError as error:
            sentence = _("%(field)s: %(problem)s") % {"field": field.verbose_name, "problem": error.messages[0]}
            raise Refusal(sentence.capitalize(), field=name, code="content") from error
    return found


def _named(keys: Iterable[Any]) -> set[str]:
    return {str(key) for key in keys if key}


def _uuids(texts: Iterable[Any]) -> set[UUID]:
    found = set()
    for text in _named(texts):
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found
