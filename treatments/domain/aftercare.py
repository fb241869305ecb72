"""The aftercare that starts with the end of treatment: kept with the session, asked for as a PDF, sent as messages."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clinic.post.models import MessageState, OutgoingMessage
from patients.domain.documents import request_document
from patients.models import Document
from treatments.domain.care import told_aftercare
from treatments.domain.messages import (
    CARE_LANGUAGE,
    call_back_care_messages,
    call_back_late_messages_of_earlier_sessions,
    plan_care_messages,
)
from treatments.models import Session
from treatments.tasks import fill_requested_documents

KIND = "aftercare"


@transaction.atomic
def begin_aftercare(*, session: Session, by: Any) -> Document:
    """Reckon the aftercare from the end of treatment, ask for its PDF and plan its messages; return the document."""
    _tell(session)
    call_back_late_messages_of_earlier_sessions(session)
    document = _ask_for_pdf(session, by=by)
    plan_care_messages(session, document)
    return document


@transaction.atomic
def correct_aftercare(*, session: Session, by: Any) -> Document:
    """Reckon it anew after a correction: what waited is called back, and a patient who had the old one hears so."""
    _tell(session)
    had_it = _aftercare_left(session)
    call_back_care_messages(session, reason="The end of treatment was corrected.")
    document = _ask_for_pdf(session, by=by, replaces=latest_aftercare(session))
    plan_care_messages(session, document, corrected=had_it)
    return document


def latest_aftercare(session: Session) -> Document | None:
    """Return the newest aftercare document of `session`."""
    return Document.objects.filter(about=session.key, kind=KIND).order_by("-pk").first()


def _tell(session: Session) -> None:
    assert session.treatment_ended_at is not None
    session.aftercare = told_aftercare(session, session.treatment_ended_at)
    session.save(update_fields=["aftercare"])


def _aftercare_left(session: Session) -> bool:
    gone = (MessageState.SENT, MessageState.SENDING, MessageState.AMBIGUOUS)
    return OutgoingMessage.objects.filter(about=session.key, kind=KIND, state__in=gone).exists()


def _ask_for_pdf(session: Session, *, by: Any, replaces: Document | None = None) -> Document:
    day = session.treatment_ended_at.astimezone(session.visit.location.tzinfo)
    document = request_document(
        patient=session.course.plan.patient,
        kind=KIND,
        about=session.key,
        title=_("Aftercare"),
        file_name=f"aftercare-{day:%Y-%m-%d}.pdf",
        language=CARE_LANGUAGE,
        replaces=replaces,
        by=by,
    )
    transaction.on_commit(fill_requested_documents.delay)
    return document
