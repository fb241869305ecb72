"""A plan's content in words: what it is, and how it differs from another."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from treatments.domain.content import Content, courses_told
from treatments.domain.content_rows import KEYED, NUMBERS, Known, known_rows
from treatments.models import Course, CoursePhase, Ingredient, RecipeVersion, Zone

NOTHING = "–"


class Names:
    """The names of what contents name by keys. One query for each kind that is named."""

    def __init__(self, *contents: Content) -> None:
        self.known: Known = known_rows([entry for content in contents for entry in courses_told(content)])

    def of(self, model: Any, key: Any) -> str:
        """Return the name of a row; its key where the catalogue has it no more."""
        if not key:
            return NOTHING
        row = self.known.rows.get((model, str(key)))
        if isinstance(row, RecipeVersion) and row.variation_of_id:
            return _("%(recipe)s, varied for the patient") % {"recipe": row}
        return str(row) if row else str(key)

    def concern(self, entry: Content) -> str:
        return self.of(KEYED["concern"], entry.get("concern"))


def in_words(content: Content) -> list[str]:
    """Return a content in words, one line a course: what, how often, with what, where."""
    names = Names(content)
    return [_course_in_words(entry, names) for entry in courses_told(content)]


def _course_in_words(entry: Content, names: Names) -> str:
    zones = ", ".join(names.of(Zone, key) for key in entry.get("zones") or ())
    recipe = names.of(RecipeVersion, entry["recipe"]) if entry.get("recipe") else ""
    parts = [_series(entry), *_phases(entry), recipe, zones, _cream(entry, names)]
    return ": ".join(filter(None, [names.concern(entry), "; ".join(filter(None, parts))]))


def _series(entry: Content) -> str:
    count, days = entry.get("sessions_planned"), entry.get("interval_days")
    if not count:
        return ""
    sessions = ngettext("%(n)s session", "%(n)s sessions", count) % {"n": count}
    return _("%(sessions)s, every %(days)s days") % {"sessions": sessions, "days": days} if days else sessions


def _phases(entry: Content) -> list[str]:
    kinds = {str(value): str(word) for value, word in CoursePhase.Kind.choices}
    said = _("%(kind)s: %(n)s × every %(days)s days")
    return [
        said % {"kind": kinds.get(row["kind"], row["kind"]), "n": row["sessions"], "days": row["interval_days"]}
        for row in entry.get("phases") or ()
    ]


def _cream(entry: Content, names: Names) -> str:
    cream = entry.get("topical")
    if not cream:
        return ""
    name = names.of(Ingredient, cream["ingredient"])
    said = {"name": name, "strength": cream["strength_percent"], "grams": cream["grams"]}
    return _("cream %(name)s %(strength)s %%, %(grams)s g") % said


def _reviews(entry: Content) -> str:
    said = _("%(purpose)s (%(days)s days after session %(n)s)")
    rows = entry.get("reviews") or ()
    return ", ".join(said % {"purpose": r["purpose"], "days": r["days_after"], "n": r["after_session"]} for r in rows)


def differences(before: Content, after: Content) -> list[str]:
    """Return how `after` differs from `before`, one sentence a difference; empty for the same.

    Courses are matched by their UUIDs, those without a match by their concern.
    """
    names = Names(before, after)
    pairs, gone, new = _matched(courses_told(before), courses_told(after))
    found = [sentence for was, now in pairs for sentence in _changed(was, now, names)]
    found += [_("%(course)s: taken out") % {"course": names.concern(entry)} for entry in gone]
    found += [_("%(course)s: added") % {"course": names.concern(entry)} for entry in new]
    return found if _in_order(pairs, courses_told(before)) else [*found, _("The courses are in another order.")]


def _matched(before: list[Content], after: list[Content]) -> tuple[list[tuple[Content, Content]], Any, Any]:
    left = list(before)
    pairs: list[tuple[Content, Content]] = []
    for same in (_same_course, _same_concern):
        for now in [entry for entry in after if all(entry is not taken for _was, taken in pairs)]:
            if was := next((entry for entry in left if same(entry, now)), None):
                pairs.append((was, now))
                left = [entry for entry in left if entry is not was]
    taken = [id(now) for _was, now in pairs]
    ordered = sorted(pairs, key=lambda pair: next(n for n, entry in enumerate(after) if entry is pair[1]))
    return ordered, left, [entry for entry in after if id(entry) not in taken]


def _same_course(was: Content, now: Content) -> bool:
    return bool(was.get("uuid")) and was.get("uuid") == now.get("uuid")


def _same_concern(was: Content, now: Content) -> bool:
    return was.get("concern") == now.get("concern")


def _changed(was: Content, now: Content, names: Names) -> Iterator[str]:
    for label, old, new in _values(was, now, names):
        if old != new:
            said = {"course": names.concern(now), "what": label, "was": old or NOTHING, "now": new or NOTHING}
            yield _("%(course)s: %(what)s %(was)s → %(now)s") % said


def _values(was: Content, now: Content, names: Names) -> Iterator[tuple[str, str, str]]:
    """Each thing a course has, in words, before and after."""
    for name in NUMBERS:
        yield _label(name), _number(was.get(name)), _number(now.get(name))
    for name, model in (*((n, m) for n, m in KEYED.items() if n != "concern"), ("recipe", RecipeVersion)):
        yield _label(name), names.of(model, was.get(name)), names.of(model, now.get(name))
    yield _("zones"), _listed(was, names), _listed(now, names)
    yield _("phases"), ", ".join(_phases(was)), ", ".join(_phases(now))
    yield _("reviews"), _reviews(was), _reviews(now)
    yield _("numbing cream"), _cream(was, names), _cream(now, names)
    yield _("rides with another course"), _yes_no(was.get("rides_with")), _yes_no(now.get("rides_with"))


def _label(name: str) -> str:
    return str(Course._meta.get_field("recipe_version" if name == "recipe" else name).verbose_name)


def _number(value: Any) -> str:
    day = parse_date(value) if isinstance(value, str) and len(value) == 10 and value.count("-") == 2 else None
    return date_format(day, "D j M Y") if day else "" if value is None else str(value)


def _listed(entry: Content, names: Names) -> str:
    return ", ".join(sorted(names.of(Zone, key) for key in entry.get("zones") or ()))


def _yes_no(value: Any) -> str:
    return _("yes") if value else _("no")


def _in_order(pairs: Iterable[tuple[Content, Content]], before: list[Content]) -> bool:
    """Whether the courses that stayed follow each other as before. Pairs come in the later order."""
    places = [next(n for n, entry in enumerate(before) if entry is was) for was, _now in pairs]
    return places == sorted(places)
