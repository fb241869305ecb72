"""The aftercare sheet: everything its two pages show, and the PDF of it."""

from base64 import b64encode
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from clinic.diary.models import Visit
from clinic.kit.pdf import render_pdf
from clinic.practice.models import Practice
from patients.domain.links import issue_link
from patients.models import Document
from treatments.domain.messages import LINK_LIFE
from treatments.models import AdverseEvent, Session, SessionState
from treatments.rules.care import window_end

CODE_MASK = 1  # a link is random, so any mask is even enough; weighing all eight costs more than the code itself


def aftercare_pdf(document: Document) -> bytes:
    """Return the PDF of an aftercare document, its times in the wall time of the visit's location."""
    session = session_of(document)
    with timezone.override(session.visit.location.tzinfo):
        return render_pdf("print/aftercare.html", sheet_context(session, document), language=document.language)


def sheet_context(session: Session, document: Document) -> dict[str, Any]:
    """Return what the sheet says of `session`: plain data and model objects, no decisions left to the template."""
    return {
        "practice": Practice.objects.first(),
        "location": session.visit.location,
        "patient": session.course.plan.patient,
        "session": session,
        "sessions_total": session.course.sessions_total,
        "corrected": document.replaces_id is not None,
        "ended_at": session.treatment_ended_at,
        "endings": [
            {"until": datetime.fromisoformat(ending["until"]), "care": ending["items"]}
            for ending in session.aftercare["endings"]
        ],
        "ongoing": session.aftercare["ongoing"],
        "watch": session.aftercare["watch"],
        "zones": session.zones_treated.all() or session.course.zones.all(),
        **_what_may_follow(session.treatment_ended_at),
        "sun_until": datetime.fromisoformat(session.aftercare["sun_until"]),
        "next_visit": _next_visit(session),
        "qr": _qr(session),
    }


def _what_may_follow(ended_at: datetime | None) -> dict[str, Any]:
    """What is expected after a treatment, each with the instant until which it is; and what is rare and serious."""
    assert ended_at is not None
    events = list(AdverseEvent.objects.offered().order_by("normal_until_hours", "order", "key"))
    expected = [event for event in events if event.severity == "expected" and event.normal_until_hours is not None]
    return {
        "normal": [
            {
                "name": event.name,
                "text": event.patient_text,
                "until": window_end(ended_at, Decimal(event.normal_until_hours)),
            }
            for event in expected
        ],
        "rare": [event for event in events if event.severity == "serious_possible" and event.patient_text],
    }


def session_of(document: Document) -> Session:
    """Return the session that an aftercare document is about."""
    uuid = document.about.removeprefix("session:")
    return Session.objects.select_related(
        "practitioner",
        "visit__location",
        "visit__practitioner",
        "course__plan__patient",
        "course__concern",
        "course__recipe_version__recipe",
    ).get(uuid=uuid)


def _next_visit(session: Session) -> Visit | None:
    following = Visit.objects.filter(
        sessions__course=session.course,
        sessions__state=SessionState.PLANNED,
        starts_at__gt=session.treatment_ended_at,
    )
    return following.select_related("practitioner", "location").order_by("starts_at").first()


def _qr(session: Session) -> str:
    assert session.treatment_ended_at is not None
    _link, token = issue_link(
        patient=session.course.plan.patient,
        purpose="care",
        about=session.key,
        expires_at=session.treatment_ended_at + LINK_LIFE,
    )
    address = settings.PUBLIC_URL + reverse("portal:enter", args=[token])
    image = BytesIO()
    segno.make(address, error="m", mask=CODE_MASK).save(image, kind="svg", scale=4, border=0, xmldecl=False, svgns=True)
    return f"data:image/svg+xml;base64,{b64encode(image.getvalue()).decode()}"
