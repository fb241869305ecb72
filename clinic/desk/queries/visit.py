"""One visit: its sessions, its messages, what the patient takes along."""

from dataclasses import dataclass

from django.db.models import QuerySet

from clinic.diary.models import Visit
from clinic.post.models import MessageState, OutgoingMessage
from patients.models import Document
from treatments.models import Session

AFTERCARE = ("aftercare", "aftercare_correction")


@dataclass(frozen=True)
class Sheet:
    """The aftercare sheet of one session, and how it reaches the patient."""

    session: Session
    document: Document | None
    message: OutgoingMessage | None

    @property
    def is_sent(self) -> bool:
        return bool(self.message and self.message.state == MessageState.SENT)


def sessions_of(visit: Visit) -> list[Session]:
    """Return the sessions of `visit`, with their course and plan. One query."""
    return list(visit.sessions.select_related("course__plan", "course__concern").order_by("course", "number"))


def messages_of(visit: Visit, sessions: list[Session]) -> QuerySet[OutgoingMessage]:
    """Return what was or will be sent about `visit` and its sessions, in the order it is due. One query."""
    keys = [visit.key, *(session.key for session in sessions)]
    words = ("body_text", "body_html", "calendar", "context")
    return OutgoingMessage.objects.filter(about__in=keys).order_by("due_at", "pk").defer(*words)


def sheets_of(sessions: list[Session]) -> list[Sheet]:
    """Return the latest aftercare sheet of each session that was treated. Two queries."""
    treated = [session for session in sessions if session.treatment_ended_at]
    keys = [session.key for session in treated]
    documents = {
        paper.about: paper for paper in Document.objects.filter(about__in=keys, kind="aftercare").order_by("pk")
    }
    sent = OutgoingMessage.objects.filter(about__in=keys, kind__in=AFTERCARE).exclude(state=MessageState.CANCELLED)
    messages = {message.about: message for message in sent.order_by("pk")}
    return [Sheet(one, documents.get(one.key), messages.get(one.key)) for one in treated]
