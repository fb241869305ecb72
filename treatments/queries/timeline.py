"""A plan on one line of days: sessions, reviews, expected results, each with its window and what became of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Prefetch

from treatments.domain.dates import dated
from treatments.models import Course, Plan, Session
from treatments.rules.schedule import Timeline, Window

FOLLOWS = ("phases", "reviews")


@dataclass(frozen=True)
class Mark:
    """One thing on the timeline. `what`: session, review, results. `session`: its row, once the plan is accepted.

    `number` of `total` counts the sessions of all the course's phases; `kind` is series, taper or maintenance.
    """

    what: str
    day: date
    course: Course
    number: int = 0
    total: int = 0
    kind: str = ""
    purpose: str = ""
    window: Window | None = None
    session: Session | None = None


@dataclass(frozen=True)
class Stop:
    """All marks of one day. `combined`: sessions of several courses share its visit."""

    day: date
    marks: tuple[Mark, ...]

    @property
    def combined(self) -> bool:
        hosts = [mark.course.rides_with_id or mark.course.pk for mark in self.marks if mark.what == "session"]
        return len(set(hosts)) < len(hosts)


@dataclass(frozen=True)
class PlanTimeline:
    """The stops in order of days, and each course's timeline by its primary key (for `totals_of`)."""

    stops: tuple[Stop, ...]
    courses: Mapping[int, Timeline]

    @property
    def starts_on(self) -> date | None:
        return self.stops[0].day if self.stops else None


def timeline_of(plan: Plan, *, today: date, courses: Iterable[Course] | None = None) -> PlanTimeline:
    """Return the plan's timeline; a course without a start is reckoned from `today`.

    Five queries, however many courses and sessions; none for `courses` from `courses_of`, which bring what it reads.
    """
    found = list(with_dates(plan)) if courses is None else list(courses)
    for course in found:
        course.plan = plan
    timelines = dated(found, today=today)
    marks = [mark for course in found for mark in _marks(course, timelines[course.pk])]
    marks.sort(key=lambda mark: (mark.day, ORDER.index(mark.what), mark.course.order))
    stops = (Stop(day, tuple(these)) for day, these in groupby(marks, key=lambda mark: mark.day))
    return PlanTimeline(tuple(stops), timelines)


ORDER: Sequence[str] = ("session", "review", "results")


def with_dates(plan: Plan) -> Iterable[Course]:
    """Return the plan's courses with what a timeline reads."""
    sessions = Prefetch("sessions", Session.objects.select_related("visit").order_by("number"))
    return plan.courses.select_related("concern").prefetch_related(*FOLLOWS, sessions).order_by("order")


def _marks(course: Course, dates: Timeline) -> Iterator[Mark]:
    rows = {row.number: row for row in course.sessions.all()}
    total = len(dates.sessions)
    for mark in dates.sessions:
        yield Mark(
            *("session", mark.day, course, mark.number, total, mark.kind),
            window=mark.window,
            session=rows.get(mark.number),
        )
    for review in dates.reviews:
        yield Mark("review", review.day, course, review.after_session, purpose=review.purpose, window=review.window)
    if dates.results_on:
        yield Mark("results", dates.results_on, course)
