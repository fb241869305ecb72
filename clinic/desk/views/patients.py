from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clinic.desk.queries.patient import overview
from clinic.practice.access import StaffRequest, is_clinical, staff_only
from patients.access import get_patient
from treatments.queries import safety_strip


@require_safe
@staff_only()
def patient(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Everything of one patient. Clinical facts only for the clinical staff."""
    patient = get_patient(request, uuid)
    clinical = is_clinical(request)
    shown = {
        "patient": patient,
        "clinical": clinical,
        "strip": safety_strip(patient, location=request.location) if clinical else None,
        "overview": overview(patient, request.location),
    }
    return render(request, "desk/patient.html", shown)
