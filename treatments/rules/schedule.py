"""When the sessions of a course may be: windows of days, reckoned from the session before.

A course is a first series at one pace, then phases, each at its own: tapering, maintenance.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SERIES = "series"


@dataclass(frozen=True)
class Pace:
    """Days from one session to the next: shortest, ideal, longest."""

    shortest: int
    ideal: int
    longest: int


@dataclass(frozen=True)
class Phase:
    """Sessions that follow the first series. Their pace holds before each of them, the first included.

    `kind`: series, taper or maintenance.
    """

    kind: str
    sessions: int
    pace: Pace


@dataclass(frozen=True)
class Window:
    """The days on which a session may be: not before `earliest`, best on `ideal`, not after `latest` (None: no end)."""

    earliest: date
    ideal: date
    latest: date | None

    def later_by(self, days: int) -> "Window":
        """Return the window so many days later."""
        more = timedelta(days=days)
        return Window(self.earliest + more, self.ideal + more, self.latest + more if self.latest else None)


def gaps(sessions: int, pace: Pace | None, phases: Sequence[Phase] = ()) -> tuple[Pace, ...]:
    """Return the pace before each session from the second on: one fewer than there are sessions in all.

    `pace` may be None only for a first series of one session. Raises ValueError for more, and for phases that follow
    nothing.
    """
    if sessions > 1 and pace is None:
        raise ValueError("several sessions need a pace")
    if sessions < 1 and phases:
        raise ValueError("a phase follows a first series")
    first = (pace,) * (sessions - 1) if pace else ()
    return first + tuple(phase.pace for phase in phases for _ in range(phase.sessions))


def kinds(sessions: int, phases: Sequence[Phase] = ()) -> tuple[str, ...]:
    """Return the kind of each session: of the first series, or of its phase."""
    return (SERIES,) * sessions + tuple(phase.kind for phase in phases for _ in range(phase.sessions))


def windows(
    starts_on: date, held: Sequence[date | None], between: Sequence[Pace], wished: Sequence[date | None] = ()
) -> tuple[Window, ...]:
    """Return one window per session. `held`: the day each session is booked for or was given, None where it is neither.

    The first opens on `starts_on` and stays open as long as the pace gives way (longest − shortest days). Each later
    one is reckoned from the session before: from its day, or from its ideal day where it has none. A day `wished` for
    a session is its ideal if it lies within the window. `between` is the pace before each session from the second on.
    Raises ValueError when it is too short.
    """
    if len(between) + 1 < len(held):
        raise ValueError("several sessions need a pace")
    wishes = [*wished, *[None] * len(held)]
    found: list[Window] = []
    for number in range(len(held)):
        window = (
            _after(held[number - 1] or found[-1].ideal, between[number - 1]) if number else _first(starts_on, between)
        )
        found.append(_wished(window, wishes[number]))
    return tuple(found)


def _first(starts_on: date, between: Sequence[Pace]) -> Window:
    slack = timedelta(days=between[0].longest - between[0].shortest) if between else None
    return Window(starts_on, starts_on, None if slack is None else starts_on + slack)


def _after(before: date, pace: Pace) -> Window:
    return Window(*(before + timedelta(days=days) for days in (pace.shortest, pace.ideal, pace.longest)))


def _wished(window: Window, day: date | None) -> Window:
    if day is None or day < window.earliest or (window.latest and day > window.latest):
        return window
    return Window(window.earliest, day, window.latest)


@dataclass(frozen=True)
class Review:
    """A look without treatment, so many days after a session (counted from 1)."""

    after_session: int
    days_after: int
    purpose: str


@dataclass(frozen=True)
class Outline:
    """A course without dates. `results_after_weeks` counts from its first session."""

    sessions: int
    pace: Pace | None = None
    phases: tuple[Phase, ...] = ()
    reviews: tuple[Review, ...] = ()
    results_after_weeks: int | None = None

    @property
    def total(self) -> int:
        """How many sessions there are in all phases."""
        return self.sessions + sum(phase.sessions for phase in self.phases)

    @property
    def gaps(self) -> tuple[Pace, ...]:
        return gaps(self.sessions, self.pace, self.phases)


@dataclass(frozen=True)
class SessionMark:
    """A session on the timeline. `kind`: series, taper, maintenance. `held`: the day it is booked for or was given."""

    number: int
    kind: str
    window: Window
    held: date | None = None

    @property
    def day(self) -> date:
        return self.held or self.window.ideal


@dataclass(frozen=True)
class ReviewMark:
    """A review on the timeline."""

    after_session: int
    purpose: str
    window: Window

    @property
    def day(self) -> date:
        return self.window.ideal


@dataclass(frozen=True)
class Timeline:
    """A course with dates. `ends`: when its last session is if every gap is the shortest, the ideal, the longest."""

    sessions: tuple[SessionMark, ...]
    reviews: tuple[ReviewMark, ...]
    results_on: date | None
    ends: Window | None

    @property
    def days(self) -> int:
        """Days from the first session to the last, as they are best."""
        return (self.sessions[-1].day - self.sessions[0].day).days if self.sessions else 0


def timeline(
    starts_on: date, outline: Outline, held: Sequence[date | None] = (), wished: Sequence[date | None] = ()
) -> Timeline:
    """Return every session and review of a course with its earliest, ideal and latest day, and when results show.

    `held`: days that are fixed, session by session. A review after a session that is not planned is left out. Raises
    ValueError for several sessions without a pace.
    """
    between = outline.gaps
    days = [*held, *[None] * outline.total][: outline.total]
    found = windows(starts_on, days, between, wished)
    named = zip(kinds(outline.sessions, outline.phases), found, days, strict=True)
    sessions = tuple(SessionMark(number, *mark) for number, mark in enumerate(named, start=1))
    return Timeline(sessions, tuple(_reviews(outline, sessions)), _results(outline, sessions), _ends(sessions, between))


def _reviews(outline: Outline, sessions: Sequence[SessionMark]) -> Iterator[ReviewMark]:
    for review in outline.reviews:
        if review.after_session > len(sessions):
            continue
        session = sessions[review.after_session - 1]
        day = session.held
        window = Window(day, day, day) if day else session.window
        yield ReviewMark(review.after_session, review.purpose, window.later_by(review.days_after))


def _results(outline: Outline, sessions: Sequence[SessionMark]) -> date | None:
    if outline.results_after_weeks is None or not sessions:
        return None
    return sessions[0].day + timedelta(weeks=outline.results_after_weeks)


def _ends(sessions: Sequence[SessionMark], between: Sequence[Pace]) -> Window | None:
    """The day of the last session, reckoned from the last one that has a day."""
    if not sessions:
        return None
    fixed = max((number for number, session in enumerate(sessions) if session.held), default=0)
    first, left = sessions[fixed].day, between[fixed : len(sessions) - 1]
    spans = (sum(p.shortest for p in left), sum(p.ideal for p in left), sum(p.longest for p in left))
    return Window(*(first + timedelta(days=days) for days in spans))
