"""Which messages a member of staff may know of, and whose words they may read (docs/access.md)."""

from uuid import UUID

from django.http import Http404

from clinic.post.models import OutgoingMessage
from clinic.post.rules.readers import desk_may_read
from clinic.practice.access import StaffRequest, is_clinical
from clinic.practice.domain import audit


def get_message(request: StaffRequest, uuid: UUID) -> OutgoingMessage:
    """Return the message if it belongs to the location the person works at, else raise Http404."""
    messages = OutgoingMessage.objects.select_related("patient", "user", "location", "document", "done_by", "resends")
    message = messages.filter(uuid=uuid, location=request.location).first()
    if message is None:
        raise Http404
    return message


def may_read(request: StaffRequest, message: OutgoingMessage) -> bool:
    """Tell whether this person may read the words of `message`: clinical staff all, the front desk what it handles."""
    return is_clinical(request) or desk_may_read(kind=message.kind, channel=message.channel)


def note(request: StaffRequest, message: OutgoingMessage, verb: str) -> None:
    """Write in the audit trail that this person did `verb` to `message`."""
    details = {"message": str(message.uuid)}
    audit.record(verb=verb, about=message.audit_key, by=request.user, location=request.location, details=details)
