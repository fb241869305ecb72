"""The timeline of a plan as a page shows it: each course a track, each of its days a line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from treatments.models import Course, Session, SessionOutcome, SessionState
from treatments.queries.course_words import phase_kind_words, short_day, span
from treatments.queries.plans import CourseShown
from treatments.rules.schedule import Timeline, Window


@dataclass(frozen=True)
class Line:
    """One line: a session, a review, when results are expected; a phase heads those that follow it.

    `window`: the days it may be on, in words. `state`: the chip of a session that was planned.
    """

    kind: str
    day: date
    words: str = ""
    number: int = 0
    window: str = ""
    state: str = ""
    state_words: str = ""
    url: str = ""

    @property
    def day_words(self) -> str:
        return short_day(self.day)

    @property
    def icon(self) -> str:
        return "bi-eye" if self.kind == "review" else "bi-stars"


@dataclass(frozen=True)
class Track:
    """A course on the timeline: its place among the others, recipe and dates in words, what it lacks, its lines."""

    course: Course
    place: int
    recipe: str
    dates: str
    missing: tuple[str, ...]
    lines: tuple[Line, ...]


def tracks_of(shown: list[CourseShown], timelines: Mapping[int, Timeline]) -> list[Track]:
    """Return courses from `courses_of` with their timelines by primary key (`dated`), as tracks. No query."""
    return [
        Track(
            entry.course,
            place,
            str(entry.course.recipe_version or ""),
            _dates(entry.course, timelines[entry.course.pk]),
            entry.missing,
            tuple(_lines(entry.course, timelines[entry.course.pk])),
        )
        for place, entry in enumerate(shown, start=1)
    ]


def _dates(course: Course, days: Timeline) -> str:
    """From when to when, without weekdays."""
    if not days.sessions:
        return ""
    first, last = (short_day(mark.day, weekday=False, year=True) for mark in (days.sessions[0], days.sessions[-1]))
    said = first if first == last else f"{first} – {last}"
    return said if course.starts_on or course.sessions.all() else _("%(days)s, if it starts today") % {"days": said}


def _lines(course: Course, days: Timeline) -> Iterator[Line]:
    """Sessions, reviews and the expected results in the order of their days; each change of pace has a heading."""
    rows = {session.number: session for session in course.sessions.all()}
    phases = phase_kind_words(course)
    lines: list[Line] = [_session_line(mark, rows.get(mark.number)) for mark in days.sessions]
    lines += [
        Line("review", mark.day, _("Review: %(purpose)s") % {"purpose": mark.purpose}, window=_window(mark.window))
        for mark in days.reviews
    ]
    if days.results_on:
        lines.append(Line("results", days.results_on, _("results expected from here on")))
    for line in sorted(lines, key=lambda line: (line.day, line.kind in ("review", "results"))):
        if line.number in phases:
            yield Line("phase", line.day, phases[line.number])
        yield line


def _session_line(mark: Any, session: Session | None) -> Line:
    state, words = _chip(session) if session else ("", "")
    return Line(
        mark.kind,
        mark.day,
        number=mark.number,
        window="" if mark.held else _window(mark.window),
        state=state,
        state_words=words,
        url=reverse("treatments:session", args=[session.uuid]) if session else "",
    )


def _window(window: Window) -> str:
    return span(window.earliest, window.latest)


def _chip(session: Session) -> tuple[str, str]:
    """The state a session's chip shows: its visit's until the treatment starts, then its own."""
    if session.outcome in (SessionOutcome.PARTLY, SessionOutcome.NOT_TREATED):
        return session.outcome, session.get_outcome_display()
    if session.state != SessionState.PLANNED:
        return session.state, session.get_state_display()
    if session.visit is None:
        return "unbooked", ""
    return session.visit.state, session.visit.get_state_display()
