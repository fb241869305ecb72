"""The sessions of a course and the days they may be on."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from treatments.models import Course, CoursePhase, Plan, PlanState, Session, SessionState
from treatments.rules import riding
from treatments.rules.schedule import Outline, Pace, Phase, Review, Window, gaps, windows


@transaction.atomic
def plan_sessions(*, course: Course) -> list[Session]:
    """Make the planned sessions of all the course's phases, unbooked, each with its earliest, ideal and latest day.

    Twice makes no more. Without a start the first session may be from today, at the location of the plan; a course that
    rides with another starts with it.
    """
    if course.starts_on is None:
        host = course.rides_with
        course.starts_on = (host and host.starts_on) or timezone.localdate(timezone=course.plan.location.tzinfo)
        course.save(update_fields=["starts_on"])
    have = set(course.sessions.values_list("number", flat=True))
    wanted = [number for number in range(1, course.sessions_total + 1) if number not in have]
    Session.objects.bulk_create([Session(course=course, number=number) for number in wanted])
    return reckon_windows(course=course)


def in_order(courses: Iterable[Course]) -> list[Course]:
    """Return the courses with those that ride with another after it, so that its sessions are there."""
    return sorted(courses, key=lambda course: (course.rides_with_id is not None, course.order))


@transaction.atomic
def reckon_windows(*, course: Course) -> list[Session]:
    """Reckon the windows of the course's sessions anew, from what is booked or given by now; then of those that ride.

    Called by whoever books, moves, cancels or gives a session. Sessions given or dropped keep theirs. Three queries,
    for a course that rides three more, and as many for each that rides with it.
    """
    sessions = list(course.sessions.exclude(state=SessionState.DROPPED).select_related("visit").order_by("number"))
    if not sessions or course.starts_on is None:
        return sessions
    days = [day_of(session, course.plan.location.tzinfo) for session in sessions]
    found = windows(course.starts_on, days, _between(course, sessions), _wishes(course, sessions))
    planned = [_placed(session, window) for session, window in zip(sessions, found, strict=True) if _is_ahead(session)]
    Session.objects.bulk_update(planned, ["earliest_on", "ideal_on", "latest_on"])
    for rider in course.riders.select_related("plan__location"):
        reckon_windows(course=rider)
    return sessions


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


def _between(course: Course, sessions: Sequence[Session]) -> list[Pace]:
    """The pace before each of these sessions from the second on, by their numbers; past the last, the last."""
    paces = _paces(course)
    return [paces[min(session.number - 2, len(paces) - 1)] for session in sessions[1:]] if paces else []


def _wishes(course: Course, sessions: Sequence[Session]) -> list[date | None]:
    """For a course that rides: the day of the host's session that each of its sessions meets."""
    host = course.rides_with
    if host is None:
        return []
    zone = course.plan.location.tzinfo
    days = {row.number: day_of(row, zone) or row.ideal_on for row in host.sessions.select_related("visit")}
    start = first_shared(days, course.starts_on)
    if start is None:
        return []
    met = {meeting.session: meeting.host for meeting in riding.meetings(_paces(host), _paces(course), start)}
    return [days.get(met.get(session.number) or 0) for session in sessions]


def first_shared(days: Mapping[int, date | None], starts_on: date | None) -> int | None:
    """Return the number of the first of these sessions that is not before `starts_on`; None if all are."""
    return min(
        (number for number, day in days.items() if starts_on is None or (day and day >= starts_on)), default=None
    )


def _paces(course: Course) -> tuple[Pace, ...]:
    return gaps(course.sessions_planned or 0, pace_of(course), [phase_of(row) for row in course.phases.all()])


def drop_unbooked(*, plan: Plan) -> int:
    """Drop the plan's sessions that no visit holds; return how many."""
    return Session.objects.unbooked().filter(course__plan=plan).update(state=SessionState.DROPPED)


@transaction.atomic
def follow_sessions(*, plan: Plan) -> Plan:
    """Move the plan's state after its sessions: under way once one has started, completed when none is ahead."""
    states = set(Session.objects.filter(course__plan=plan).values_list("state", flat=True))
    begun = states - {SessionState.PLANNED, SessionState.DROPPED}
    if begun:
        Plan.objects.filter(pk=plan.pk, state=PlanState.ACCEPTED).update(state=PlanState.ACTIVE)
    if begun and states <= {SessionState.ENDED, SessionState.SIGNED, SessionState.DROPPED}:
        Plan.objects.filter(pk=plan.pk, state=PlanState.ACTIVE).update(
            state=PlanState.COMPLETED, closed_at=timezone.now()
        )
    plan.refresh_from_db()
    return plan


def day_of(session: Session, zone: Any) -> date | None:
    """Return the day a session was given or is booked for, at the place of `zone`; None where it is neither."""
    moment = session.treatment_ended_at or session.treatment_started_at or (session.visit and session.visit.starts_at)
    return timezone.localdate(moment, zone) if moment else None


def _is_ahead(session: Session) -> bool:
    return session.state == SessionState.PLANNED


def _placed(session: Session, window: Window) -> Session:
    session.earliest_on, session.ideal_on, session.latest_on = window.earliest, window.ideal, window.latest
    return session
