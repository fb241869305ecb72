"""A course and its sessions as the rules read them: its pace, the days that are fixed, its timeline."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from treatments.models import Course, CoursePhase, Session, SessionState
from treatments.rules import riding
from treatments.rules.schedule import Outline, Pace, Phase, Review, Timeline, gaps, timeline


def in_order(courses: Iterable[Course]) -> list[Course]:
    """Return the courses with those that ride with another after it, so that its sessions are there."""
    return sorted(courses, key=lambda course: (course.rides_with_id is not None, course.order))


def outline_of(course: Course) -> Outline:
    """Return the course as the rules read it, without dates. Two queries (phases, reviews), none if prefetched.

    A first series whose intervals are not all chosen counts as one session.
    """
    pace, planned = pace_of(course), course.sessions_planned or 0
    return Outline(
        sessions=planned if pace else min(planned, 1),
        pace=pace,
        phases=tuple(phase_of(row) for row in course.phases.all()) if planned else (),
        reviews=tuple(Review(row.after_session, row.days_after, row.purpose) for row in course.reviews.all()),
        results_after_weeks=course.results_after_weeks,
    )


def phase_of(row: CoursePhase) -> Phase:
    """Return a phase as the rules read it."""
    return Phase(row.kind, row.sessions, Pace(row.interval_min_days, row.interval_days, row.interval_max_days))


def phase_rows(course: Course, phases: Iterable[Phase]) -> list[CoursePhase]:
    """Return unsaved rows of a course's phases, in order."""
    return [
        CoursePhase(
            course=course,
            order=order,
            kind=phase.kind,
            sessions=phase.sessions,
            interval_min_days=phase.pace.shortest,
            interval_days=phase.pace.ideal,
            interval_max_days=phase.pace.longest,
        )
        for order, phase in enumerate(phases)
    ]


def pace_of(course: Course) -> Pace | None:
    """Return the intervals of the first series in days, or None while they are not all chosen."""
    least, ideal, most = course.interval_min_days, course.interval_days, course.interval_max_days
    return None if least is None or ideal is None or most is None else Pace(least, ideal, most)


def paces_of(course: Course) -> tuple[Pace, ...]:
    """Return the pace before each session of the course from the second on, all phases. One query, none prefetched."""
    return gaps(course.sessions_planned or 0, pace_of(course), [phase_of(row) for row in course.phases.all()])


def dated(courses: Iterable[Course], *, today: date, starts: Mapping[int, date] | None = None) -> dict[int, Timeline]:
    """Return each course's timeline by its primary key, from its start, else its host's, else `today`.

    `starts`: other first days, by primary key. Two queries a course, none with phases, reviews, sessions__visit and
    plan__location prefetched.
    """
    found: dict[int, Timeline] = {}
    every = {course.pk: course for course in courses}
    for course in in_order(every.values()):
        outline, host_pk = outline_of(course), course.rides_with_id or 0
        host = found.get(host_pk)
        days = {mark.number: mark.day for mark in host.sessions} if host else {}
        start = (starts or {}).get(course.pk) or course.starts_on or days.get(1) or today
        met = days_met(days, outline_of(every[host_pk]).gaps, outline.gaps, start) if host else {}
        wished = [met.get(number) for number in range(1, outline.total + 1)]
        found[course.pk] = timeline(start, outline, held_days(course, outline.total), wished)
    return found


def held_days(course: Course, total: int) -> list[date | None]:
    """Return the day each session is booked for or was given, None where it is neither."""
    zone = course.plan.location.tzinfo
    days = {row.number: day_of(row, zone) for row in course.sessions.all() if row.state != SessionState.DROPPED}
    return [days.get(number) for number in range(1, total + 1)]


def days_met(
    days: Mapping[int, date | None], host: Sequence[Pace], guest: Sequence[Pace], starts_on: date | None
) -> dict[int, date | None]:
    """Return the host's day that each of the guest's sessions meets, by its number; `days` by the host's numbers.

    `host`, `guest`: the pace before each session from the second on. Sessions that stand alone are not listed.
    """
    start = first_shared(days, starts_on)
    if start is None:
        return {}
    return {meeting.session: days.get(meeting.host or 0) for meeting in riding.meetings(host, guest, start)}


def first_shared(days: Mapping[int, date | None], starts_on: date | None) -> int | None:
    """Return the number of the first of these sessions that is not before `starts_on`; None if all are."""
    return min(
        (number for number, day in days.items() if starts_on is None or (day and day >= starts_on)), default=None
    )


def day_of(session: Session, zone: Any) -> date | None:
    """Return the day a session was given or is booked for, at the place of `zone`; None where it is neither."""
    moment = session.treatment_ended_at or session.treatment_started_at or (session.visit and session.visit.starts_at)
    return timezone.localdate(moment, zone) if moment else None
