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

from clinic.kit.pdf import render_pdf
from clinic.practice.models import Practice
from patients.domain.links import issue_link
from patients.models import Document
from treatments.domain.messages import LINK_LIFE
from treatments.models import AdverseEvent, Session, SessionState
from treatments.rules.care import window_end


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
        "sessions_planned": session.course.sessions_planned,
        "corrected": document.replaces_id is not None,
        "ended_at": session.treatment_ended_at,
        "endings": [
            {"until": datetime.fromisoformat(ending["until"]), "care": ending["items"]}
            for ending in session.aftercare["endings"]
        ],
        "ongoing": session.aftercare["ongoing"],
        "watch": session.aftercare["watch"],
        "zones": session.zones_treated.all() or session.course.zones.all(),
        "normal": _normal(session),
        "rare": AdverseEvent.objects.offered().filter(severity="serious_possible").exclude(patient_text=""),
        "sun_until": datetime.fromisoformat(session.aftercare["sun_until"]),
        "next_visit": _next_visit(session),
        "qr": _qr(session),
    }


def _normal(session: Session) -> list[dict[str, Any]]:
    """What is expected after a treatment, each with the instant until which it is."""
    assert session.treatment_ended_at is not None
    expected = AdverseEvent.objects.offered().filter(severity="expected", normal_until_hours__isnull=False)
    return [
        {
            "name": event.name,
            "text": event.patient_text,
            "until": window_end(session.treatment_ended_at, Decimal(event.normal_until_hours)),
        }
        for event in expected.order_by("normal_until_hours")
    ]


def session_of(document: Document) -> Session:
    """Return the session that an aftercare document is about."""
    uuid = document.about.removeprefix("session:")
    return Session.objects.select_related(
        "visit__location", "visit__practitioner", "course__plan__patient", "course__concern", "course__recipe_version"
    ).get(uuid=uuid)


def _next_visit(session: Session) -> Any:
    following = (
        session.course.sessions.filter(state=SessionState.PLANNED, visit__starts_at__gt=session.treatment_ended_at)
        .select_related("visit__practitioner", "visit__location")
        .order_by("visit__starts_at")
        .first()
    )
    return following.visit if following else None


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
    segno.make(address, error="m").save(image, kind="svg", scale=4, border=0, xmldecl=False, svgns=True)
    return f"data:image/svg+xml;base64,{b64encode(image.getvalue()).decode()}"
