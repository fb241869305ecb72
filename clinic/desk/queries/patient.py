"""A patient's page: everything of theirs at a glance, in a constant number of queries."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from clinic.diary.models import Visit
from clinic.diary.models.visits import OPEN_STATES
from clinic.diary.queries import for_patient
from clinic.post.models import OutgoingMessage
from clinic.practice.models import Location
from patients.models import Consent, ContactPerson, Document, Patient
from treatments.models import Plan, Session, SessionState

AT_MOST = 30
MESSAGES_AT_MOST = 12


@dataclass(frozen=True)
class PlanLine:
    """A plan with how many of its sessions were given and how many wait for a time."""

    plan: Plan
    given: int
    to_book: int
    all: int


@dataclass(frozen=True)
class Overview:
    upcoming: list[Visit]
    past: list[Visit]
    plans: list[PlanLine]
    sessions: list[Session]
    messages: list[OutgoingMessage]
    documents: list[Document]
    consents: list[Consent]
    contacts: list[ContactPerson]


def overview(patient: Patient, location: Location) -> Overview:
    """Return what the patient's page shows. Seven queries; the longest lists are cut at AT_MOST."""
    visits = [visit for visit in for_patient(patient) if visit.state not in ("mistaken", "expired")]
    ahead = [visit for visit in visits if visit.state in OPEN_STATES and visit.ends_at > timezone.now()]
    sessions = _sessions(patient)
    return Overview(
        upcoming=ahead[::-1],
        past=[visit for visit in visits if visit not in ahead][:AT_MOST],
        plans=_plans(patient, sessions),
        sessions=[session for session in sessions if session.state != SessionState.PLANNED][:AT_MOST],
        messages=list(_messages(patient, location)[:MESSAGES_AT_MOST]),
        documents=list(patient.documents.order_by("-requested_at")[:AT_MOST]),
        consents=list(patient.consents.all()),
        contacts=list(patient.contact_persons.all()),
    )


def _sessions(patient: Patient) -> list[Session]:
    known = Session.objects.filter(course__plan__patient=patient).exclude(state=SessionState.DROPPED)
    return list(
        known.select_related("course__plan", "course__concern", "visit__location").order_by(
            "-treatment_ended_at", "-course", "-number"
        )
    )


def _plans(patient: Patient, sessions: list[Session]) -> list[PlanLine]:
    every, given, waiting = Counter[int](), Counter[int](), Counter[int]()
    for session in sessions:
        every[session.course.plan_id] += 1
        given[session.course.plan_id] += session.treatment_ended_at is not None
        waiting[session.course.plan_id] += session.state == SessionState.PLANNED and session.visit_id is None
    plans = Plan.objects.filter(patient=patient).select_related("clinician").prefetch_related("courses__concern")
    return [PlanLine(plan, given[plan.pk], waiting[plan.pk], every[plan.pk]) for plan in plans]


def _messages(patient: Patient, location: Location) -> Any:
    about_them = OutgoingMessage.objects.filter(patient=patient, location=location)
    return about_them.order_by("-due_at", "-pk").defer("body_text", "body_html", "calendar", "context")
