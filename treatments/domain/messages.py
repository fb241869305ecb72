"""The standard messages of a visit and its sessions: planned, called back and planned again with what they follow."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone

from clinic.diary.calendar import calendar_file
from clinic.diary.models import Visit
from clinic.post.domain import Content, Timing, cancel_messages, plan_message
from clinic.post.models import MessageState, OutgoingMessage
from patients.models import Document
from treatments.domain.care import as_care, care_items, open_aftercare, told_precare
from treatments.models import Session
from treatments.rules.care import longest_window
from treatments.rules.messages import LATE, QUIET_TIME, Due, after_treatment, before_visit, still_of_use

CARE_LANGUAGE = "en"  # the one language in which the words, care texts above all, were approved
LINK_LIFE = timedelta(weeks=26)
TOLD = ("confirmation", "visit_moved")
CALENDAR_METHOD = {"confirmation": "REQUEST", "visit_moved": "REQUEST", "visit_cancelled": "CANCEL"}


def plan_visit_messages(visit: Visit, *, kind: str = "confirmation") -> list[OutgoingMessage]:
    """Plan what goes out up to the start of `visit`: `kind` after the quiet time, pre-care, reminder."""
    sessions = list(visit.sessions.select_related("course__concern", "course__recipe_version"))
    planned = before_visit(
        kind=kind,
        now=timezone.now(),
        starts_at=visit.starts_at,
        zone=visit.location.tzinfo,
        longest_hours=_longest_window(sessions),
    )
    context = visit_context(visit)
    return [_plan_for_visit(visit, due, {**context, **_precare(due, visit, sessions)}) for due in planned]


def call_back_visit_messages(visit: Visit, *, reason: str) -> bool:
    """Cancel what has not left about `visit`; return whether the patient had been told of it already."""
    told = OutgoingMessage.objects.filter(about=visit.key, kind__in=TOLD).exclude(
        state__in=[MessageState.SCHEDULED, MessageState.CANCELLED, MessageState.CLAIMED, MessageState.EXPIRED]
    )
    already_told = told.exists()
    cancel_messages(about=visit.key, reason=reason)
    return already_told


def plan_cancellation(visit: Visit) -> OutgoingMessage:
    """Tell a patient who knew of `visit` that it is cancelled, after the quiet time."""
    due = timezone.now() + QUIET_TIME
    ends = max(visit.starts_at, due + timedelta(hours=1))
    return _plan_for_visit(visit, Due("visit_cancelled", due, ends, ignores_quiet_hours=True), visit_context(visit))


def visit_context(visit: Visit) -> dict[str, Any]:
    """Return what the words about a visit may say: when, who and where, nothing clinical."""
    return {
        "starts_at": visit.starts_at.isoformat(),
        "ends_at": visit.ends_at.isoformat(),
        "practitioner": str(visit.practitioner),
        "links": {
            "visit": {
                "purpose": "visit",
                "about": visit.key,
                "expires_at": (visit.ends_at + timedelta(days=1)).isoformat(),
            }
        },
    }


def plan_care_messages(session: Session, document: Document, *, corrected: bool = False) -> list[OutgoingMessage]:
    """Plan everything from the end of treatment on; `corrected` marks the aftercare that replaces a wrong one."""
    visit, told = session.visit, session.aftercare
    assert session.treatment_ended_at is not None
    planned = after_treatment(
        ended_at=session.treatment_ended_at, zone=visit.location.tzinfo, sun_hours=Decimal(told["sun_hours"])
    )
    now = timezone.now()
    useful = still_of_use(
        planned,
        now=now,
        sun_until=datetime.fromisoformat(told["sun_until"]),
        last_until=max(map(datetime.fromisoformat, [told["sun_until"], *(end["until"] for end in told["endings"])])),
        corrected=corrected,
    )
    context = {**open_aftercare(told, now), "corrected": corrected, "links": {"care": care_link(session)}}
    return [_plan_for_session(session, due, document if due.kind == "aftercare" else None, context) for due in useful]


def call_back_care_messages(session: Session, *, reason: str, kinds: Iterable[str] | None = None) -> int:
    """Cancel what has not left about `session`; `kinds` narrows it."""
    return cancel_messages(about=session.key, reason=reason, kinds=tuple(kinds) if kinds else None)


def call_back_late_messages_of_earlier_sessions(session: Session) -> None:
    """The late check-ins follow the last given session: those of the course's earlier ones are called back."""
    for earlier in session.course.sessions.filter(number__lt=session.number).exclude(treatment_ended_at=None):
        call_back_care_messages(earlier, reason="A later session was given.", kinds=LATE)


def care_link(session: Session) -> dict[str, str]:
    """Return the request for a link to the aftercare page of `session`, as a message's context carries it."""
    assert session.treatment_ended_at is not None
    expires = session.treatment_ended_at + LINK_LIFE
    return {"purpose": "care", "about": session.key, "expires_at": expires.isoformat()}


def _plan_for_visit(visit: Visit, due: Due, context: dict[str, Any]) -> OutgoingMessage:
    method = CALENDAR_METHOD.get(due.kind, "")
    content = Content(
        kind=due.kind,
        context=context,
        language=CARE_LANGUAGE,
        calendar=_calendar(visit, method) if method else "",
        calendar_method=method,
    )
    return _plan(content, due, visit, about=visit.key)


def _plan_for_session(
    session: Session, due: Due, document: Document | None, context: dict[str, Any]
) -> OutgoingMessage:
    assert session.visit is not None
    content = Content(kind=due.kind, context=context, language=CARE_LANGUAGE, document=document)
    return _plan(content, due, session.visit, about=session.key)


def _plan(content: Content, due: Due, visit: Visit, *, about: str) -> OutgoingMessage:
    timing = Timing(
        due_at=due.due_at,
        expires_at=due.expires_at,
        restrictive=due.restrictive,
        ignores_quiet_hours=due.ignores_quiet_hours,
    )
    return plan_message(content=content, timing=timing, about=about, location=visit.location, patient=visit.patient)


def _calendar(visit: Visit, method: str) -> str:
    return calendar_file(
        visit=visit,
        method=method,
        organiser=f"{visit.location.name} <{settings.DEFAULT_FROM_EMAIL}>",
        summary=f"Appointment at {visit.location.name}",
        description=f"With {visit.practitioner}. {visit.location.phone or ''}".strip(),
    )


def _longest_window(sessions: list[Session]) -> Any:
    if not sessions:
        return None
    return max(longest_window(as_care(care_items(session, "pre"))) for session in sessions)


def _precare(due: Due, visit: Visit, sessions: list[Session]) -> dict[str, Any]:
    if due.kind not in ("pre_care", "reminder"):
        return {}
    told = [item for session in sessions for item in told_precare(session, visit.starts_at, told_at=due.due_at)]
    return {"items": list({item["key"]: item for item in told}.values())}
