"""The sessions of a course and the days they may be on."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from treatments.domain.dates import day_of, days_met, paces_of
from treatments.models import Course, Plan, PlanState, Session, SessionState
from treatments.rules.schedule import Pace, Window, windows


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


def _between(course: Course, sessions: Sequence[Session]) -> list[Pace]:
    """The pace before each of these sessions from the second on, by their numbers; past the last, the last."""
    paces = paces_of(course)
    return [paces[min(session.number - 2, len(paces) - 1)] for session in sessions[1:]] if paces else []


def _wishes(course: Course, sessions: Sequence[Session]) -> list[date | None]:
    """For a course that rides: the day of the host's session that each of its sessions meets."""
    host = course.rides_with
    if host is None:
        return []
    zone = course.plan.location.tzinfo
    days = {row.number: day_of(row, zone) or row.ideal_on for row in host.sessions.select_related("visit")}
    met = days_met(days, paces_of(host), paces_of(course), course.starts_on)
    return [met.get(session.number) for session in sessions]


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


def _is_ahead(session: Session) -> bool:
    return session.state == SessionState.PLANNED


def _placed(session: Session, window: Window) -> Session:
    session.earliest_on, session.ideal_on, session.latest_on = window.earliest, window.ideal, window.latest
    return session
