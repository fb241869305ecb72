"""Every change of a visit: the diary's verb, the sessions it carries and the messages, in one transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.diary.domain import booking, moving, states
from clinic.diary.domain.locking import hold_still
from clinic.diary.models import Outcome, Visit, VisitState, VisitType
from clinic.kit.errors import Refusal
from clinic.practice.models import Location, Room, User
from patients.models import Patient
from treatments.domain.messages import call_back_visit_messages, plan_cancellation, plan_visit_messages
from treatments.domain.schedule import reckon_windows
from treatments.domain.screening import rescreen
from treatments.models import Course, Session, SessionOutcome, SessionState


@transaction.atomic
def book_visit(
    *,
    patient: Patient,
    location: Location,
    visit_type: VisitType,
    practitioner: User,
    room: Room,
    starts_at: datetime,
    nonce: UUID,
    by: Any,
    sessions: Sequence[Session] = (),
    overbooked_reason: str = "",
    now: datetime | None = None,
) -> Visit:
    """Book a time for `patient`, for the planned `sessions` if any, and plan its messages.

    The same `nonce` books once and returns the first visit. `now` is the clock; an earlier one enters visits of the
    past, about which nothing is sent. Raises SlotTaken with the nearest free times, or Refusal
    when a session already has a time.
    """
    hold_still(practitioners=[practitioner], rooms=[room], patients=[patient])  # a form sent twice at once waits here
    if earlier := Visit.objects.filter(nonce=nonce).first():
        return earlier
    visit = booking.book_visit(
        patient=patient,
        location=location,
        visit_type=visit_type,
        practitioner=practitioner,
        room=room,
        starts_at=starts_at,
        nonce=nonce,
        by=by,
        overbooked_reason=overbooked_reason,
        now=now,
    )
    for session in sessions:
        _give_time(session, visit)
    _reckon_windows(visit)
    if visit.starts_at > timezone.now():
        plan_visit_messages(visit)
    return visit


@transaction.atomic
def move_visit(
    *,
    visit: Visit,
    starts_at: datetime,
    by: Any,
    practitioner: User | None = None,
    room: Room | None = None,
    expected_sequence: int | None = None,
) -> Visit:
    """Move `visit`; its messages are called back and planned anew. Raises SlotTaken or Refusal as booking does."""
    before = visit.sequence
    moved = moving.move_visit(
        visit=visit,
        starts_at=starts_at,
        practitioner=practitioner,
        room=room,
        expected_sequence=expected_sequence,
        by=by,
    )
    if moved.sequence == before:
        return moved
    _reckon_windows(moved)
    told = call_back_visit_messages(moved, reason="The visit was moved.")
    plan_visit_messages(moved, kind="visit_moved" if told else "confirmation")
    return moved


@transaction.atomic
def cancel_visit(*, visit: Visit, reason: str, by: Any) -> Visit:
    """Cancel `visit`: its sessions wait to be booked again, its messages are called back, who knew of it is told."""
    cancelled = states.cancel_visit(visit=visit, reason=reason, by=by)
    _release_sessions(cancelled)
    if call_back_visit_messages(cancelled, reason="The visit was cancelled."):
        plan_cancellation(cancelled)
    return cancelled


@transaction.atomic
def confirm_visit(*, visit: Visit, by: Any) -> Visit:
    """Note that the patient will come."""
    return states.confirm_visit(visit=visit, by=by)


@transaction.atomic
def arrive(*, visit: Visit, by: Any) -> Visit:
    """The patient is here: nothing about coming is sent any more, and the rules run on what is known today."""
    arrived = states.arrive(visit=visit, by=by)
    call_back_visit_messages(arrived, reason="The patient has arrived.")
    rescreen(patient=arrived.patient, by=by)
    return arrived


@transaction.atomic
def mark_no_show(*, visit: Visit, reason: str, by: Any) -> Visit:
    """The patient did not come: sessions wait to be booked again, messages are called back."""
    missed = states.mark_no_show(visit=visit, reason=reason, by=by)
    _release_sessions(missed)
    call_back_visit_messages(missed, reason="The patient did not come.")
    return missed


@transaction.atomic
def check_out(*, visit: Visit, by: Any) -> Visit:
    """The patient leaves; the visit's outcome follows from its sessions. Raises Refusal while one is in treatment."""
    if visit.state not in (VisitState.ARRIVED, VisitState.IN_TREATMENT):
        raise Refusal(_("Only a patient who is here can be checked out."))
    sessions = list(visit.sessions.all())
    if any(session.state == SessionState.STARTED for session in sessions):
        raise Refusal(_("The treatment has not been ended yet."))
    _release_sessions(visit)
    return states.complete(visit=visit, outcome=_outcome(sessions), by=by)


def _outcome(sessions: list[Session]) -> str:
    outcomes = {session.outcome for session in sessions if session.outcome}
    if not outcomes:
        return Outcome.CONSULTATION
    if outcomes == {SessionOutcome.TREATED}:
        return Outcome.TREATED
    return Outcome.NOT_TREATED if outcomes == {SessionOutcome.NOT_TREATED} else Outcome.PARTLY


def _give_time(session: Session, visit: Visit) -> None:
    if session.course.plan.patient_id != visit.patient_id:
        raise Refusal(_("This session belongs to another patient."))
    free = Session.objects.unbooked().filter(pk=session.pk)
    if not free.update(visit=visit):
        raise Refusal(_("This session already has a time."))


def _release_sessions(visit: Visit) -> None:
    """Sessions that were not begun wait to be booked again."""
    courses = _courses(visit)
    visit.sessions.filter(state=SessionState.PLANNED).update(visit=None)
    for course in courses:
        reckon_windows(course=course)


def _reckon_windows(visit: Visit) -> None:
    for course in _courses(visit):
        reckon_windows(course=course)


def _courses(visit: Visit) -> list[Course]:
    return list(Course.objects.filter(sessions__visit=visit).select_related("plan__location").distinct())
