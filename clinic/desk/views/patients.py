"""One patient: everything of theirs at a glance, and correcting what is written of them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clinic.desk.queries.patient import overview
from clinic.kit.errors import Refusal
from clinic.practice.access import StaffRequest, is_clinical, staff_only
from patients.access import get_patient
from patients.forms.people import PatientForm
from patients.models import Patient
from treatments.domain.corrections import correct_patient
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


@staff_only()
def edit(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Correct who a patient is and how to reach them; their open plans are screened anew where that counts."""
    patient = get_patient(request, uuid)
    form = PatientForm(request.POST or None, instance=patient, location=request.location)
    if request.method == "POST" and form.is_valid() and _correct(request, form, patient):
        messages.success(request, _("Saved."))
        return redirect("desk:patient", patient.uuid)
    return render(request, "desk/edit_patient.html", {"form": form, "patient": patient})


def _correct(request: StaffRequest, form: PatientForm, patient: Patient) -> bool:
    try:
        correct_patient(patient=patient, by=request.user, location=request.location, **form.known)
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return False
    return True
