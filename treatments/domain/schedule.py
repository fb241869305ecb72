"""The sessions of a course and the days they may be on."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from treatments.models import Course, Plan, PlanState, Session, SessionState
from treatments.rules.schedule import Pace, Window, windows


@transaction.atomic
def plan_sessions(*, course: Course) -> list[Session]:
    """Make the course's planned sessions, unbooked, each with its earliest, ideal and latest day. Twice makes no more.

    Without a start the first session may be from today, at the location of the plan.
    """
    if course.starts_on is None:
        course.starts_on = timezone.localdate(timezone=course.plan.location.tzinfo)
        course.save(update_fields=["starts_on"])
    have = set(course.sessions.values_list("number", flat=True))
    wanted = [number for number in range(1, (course.sessions_planned or 0) + 1) if number not in have]
    Session.objects.bulk_create([Session(course=course, number=number) for number in wanted])
    return reckon_windows(course=course)


@transaction.atomic
def reckon_windows(*, course: Course) -> list[Session]:
    """Reckon the windows of the course's sessions anew, from what is booked or given by now. Two queries.

    Called by whoever books, moves, cancels or gives a session. Sessions given or dropped keep theirs.
    """
    sessions = list(course.sessions.exclude(state=SessionState.DROPPED).select_related("visit").order_by("number"))
    if not sessions or course.starts_on is None:
        return sessions
    zone = course.plan.location.tzinfo
    found = windows(course.starts_on, [_day_of(session, zone) for session in sessions], pace_of(course))
    planned = [_placed(session, window) for session, window in zip(sessions, found, strict=True) if _is_ahead(session)]
    Session.objects.bulk_update(planned, ["earliest_on", "ideal_on", "latest_on"])
    return sessions


def pace_of(course: Course) -> Pace | None:
    """Return the intervals of the course in days, or None while they are not all chosen."""
    least, ideal, most = course.interval_min_days, course.interval_days, course.interval_max_days
    return None if least is None or ideal is None or most is None else Pace(least, ideal, most)


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


def _day_of(session: Session, zone: Any) -> date | None:
    moment = session.treatment_ended_at or session.treatment_started_at or (session.visit and session.visit.starts_at)
    return timezone.localdate(moment, zone) if moment else None


def _is_ahead(session: Session) -> bool:
    return session.state == SessionState.PLANNED


def _placed(session: Session, window: Window) -> Session:
    session.earliest_on, session.ideal_on, session.latest_on = window.earliest, window.ideal, window.latest
    return session
