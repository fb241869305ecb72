"""Which visits a member of staff may know of. First line of every view about a visit."""

from uuid import UUID

from django.http import Http404

from clinic.diary.models import Visit
from clinic.practice.access import StaffRequest
from clinic.practice.domain import audit


def get_visit(request: StaffRequest, uuid: UUID, *, verb: str = "visit.read") -> Visit:
    """Return the visit if it is at the location the person works at, else raise Http404. Written in the audit trail."""
    visits = Visit.objects.at(request.location).select_related(
        "patient", "practitioner", "room", "location", "visit_type"
    )
    visit = visits.filter(uuid=uuid).first()
    if visit is None:
        raise Http404
    audit.record(verb=verb, about=visit.key, by=request.user, location=request.location)
    return visit
