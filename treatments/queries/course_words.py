"""A course of a plan in a few words, for the builder's timeline and inspector. No query with its rows at hand."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from treatments.domain.dates import pace_of
from treatments.models import Course, CoursePhase
from treatments.rules.numbers import show_number
from treatments.rules.schedule import Pace


def short_day(day: date, *, weekday: bool = True, year: bool = False) -> str:
    """Return "Tue 1 Dec 2026"; without its weekday "1 Dec", or with the `year` "1 Dec 2026"."""
    return date_format(day, "D j M Y" if weekday else "j M Y" if year else "j M")


def span(first: date, last: date | None) -> str:
    """Return "12–19 Dec" or "28 Dec – 4 Jan"; "from 12 Dec" without an end, nothing for one day."""
    if last is None:
        return _("from %(day)s") % {"day": short_day(first, weekday=False)}
    if first == last:
        return ""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{short_day(last, weekday=False)}"
    return f"{short_day(first, weekday=False)} – {short_day(last, weekday=False)}"


def every(pace: Pace | None) -> str:
    """Return "every 14 days (10–21)", or nothing without a pace."""
    if pace is None:
        return ""
    words = ngettext("every day", "every %(days)s days", pace.ideal) % {"days": pace.ideal}
    return words if pace.shortest == pace.longest else f"{words} ({pace.shortest}–{pace.longest})"


def phase_words(phase: CoursePhase) -> str:
    pace = Pace(phase.interval_min_days, phase.interval_days, phase.interval_max_days)
    return f"{phase.sessions} × {every(pace)}"


def sessions_words(count: int, pace: Pace | None) -> str:
    """Return "5 sessions every 14 days (10–21)"; of one session, or without a pace, only the count."""
    words = ngettext("%(n)s session", "%(n)s sessions", count) % {"n": count}
    return f"{words} {every(pace)}" if count > 1 and pace else words


def phase_kind_words(course: Course) -> dict[int, str]:
    """Return the heading of each phase by the number of its first session; nothing for a course of one pace."""
    phases = list(course.phases.all())
    if not phases:
        return {}
    pace = every(pace_of(course))
    headings = {1: _("First series") + (f", {pace}" if pace else "")}
    number = (course.sessions_planned or 0) + 1
    for phase in phases:
        days = Pace(phase.interval_min_days, phase.interval_days, phase.interval_max_days)
        headings[number] = f"{capfirst(phase.get_kind_display())}, {every(days)}"
        number += phase.sessions
    return headings


def in_words(course: Course) -> dict[str, str]:
    """Return each part of the course in a few words, by the key of its form. No query with all at hand."""
    phases, reviews, ratings = course.phases.all(), course.reviews.all(), list(course.assessments.all())
    how = [
        str(course.technique) if course.technique else "",
        _unit(course.depth_mm, "mm"),
        course.needle,
        _unit(course.volume_ml, "mL"),
    ]
    return {
        "recipe": str(course.recipe_version) if course.recipe_version else "",
        "zones": ", ".join(str(zone) for zone in course.zones.all()),
        "how": " · ".join(filter(None, how)),
        "pace": _pace_words(course),
        "phases": _(", then ").join(phase_words(phase) for phase in phases),
        "cream": _cream_words(course),
        "together": _("with %(course)s") % {"course": course.rides_with.concern} if course.rides_with else "",
        "rating": _rating_words(ratings[-1]) if ratings else "",
        "review": _reviews_words(list(reviews)),
        "price": show_number(course.price) if course.price is not None else "",
    }


def _unit(value: Any, unit: str) -> str:
    return f"{show_number(value)} {unit}" if value is not None else ""


def _pace_words(course: Course) -> str:
    if not course.sessions_planned:
        return ""
    start = _("from %(day)s") % {"day": short_day(course.starts_on)} if course.starts_on else ""
    return ", ".join(filter(None, [sessions_words(course.sessions_planned, pace_of(course)), start]))


def _cream_words(course: Course) -> str:
    cream = getattr(course, "topical", None)
    if cream is None:
        return ""
    return f"{cream.ingredient} {show_number(cream.strength_percent)} %, {show_number(cream.grams)} g"


def _rating_words(rating: Any) -> str:
    said = f"{rating.scale} {rating.score}" if rating.scale else rating.get_severity_display()
    return f"{said}, {date_format(localtime(rating.at), 'j M Y')}"


def _reviews_words(reviews: list[Any]) -> str:
    if len(reviews) > 1:
        return _("%(n)s planned") % {"n": len(reviews)}
    return "; ".join(
        _("%(days)s days after session %(number)s") % {"days": review.days_after, "number": review.after_session}
        for review in reviews
    )
