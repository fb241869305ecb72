"""Which patients a member of staff may know of. First line of every view about a patient."""

from uuid import UUID

from django.http import Http404

from clinic.practice.access import StaffRequest
from clinic.practice.domain import audit
from patients.models import Patient


def get_patient(request: StaffRequest, uuid: UUID | str, *, verb: str = "patient.read") -> Patient:
    """Return the patient if the staff of the request's location may know of them, else raise Http404.

    Writes `verb` down in the audit trail: opening a record is reading it.
    """
    patient = Patient.objects.known_at(request.location).filter(uuid=uuid).first()
    if patient is None:
        raise Http404
    audit.record(verb=verb, about=patient.key, by=request.user, location=request.location)
    return patient
