"""Guardian, interpreter, emergency contact."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.kit.errors import Refusal
from clinic.practice.access import StaffRequest, staff_only
from patients.access import get_patient
from patients.addresses import patient_url
from patients.domain.people import name_contact_person, remove_contact_person
from patients.forms.people import ContactPersonForm
from patients.models import Patient


@staff_only()
def contact_persons(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The patient's contact persons, and a form for one more."""
    patient = get_patient(request, uuid)
    form = ContactPersonForm(request.POST or None, location=request.location)
    if request.method == "POST" and form.is_valid() and _add(request, form, patient):
        return redirect("patients:contact_persons", patient.uuid)
    shown = {"form": form, "patient": patient, "back": patient_url(patient), "persons": patient.contact_persons.all()}
    return render(request, "patients/contact_persons.html", shown)


@require_POST
@staff_only()
def remove(request: StaffRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Strike one contact person."""
    patient = get_patient(request, uuid)
    person = get_object_or_404(patient.contact_persons, pk=pk)
    remove_contact_person(person=person, by=request.user, location=request.location)
    messages.success(request, _("%(name)s is no longer a contact person.") % {"name": person.name})
    return redirect("patients:contact_persons", patient.uuid)


def _add(request: StaffRequest, form: ContactPersonForm, patient: Patient) -> bool:
    known = form.cleaned_data | {"phone": str(form.cleaned_data["phone"] or "")}
    try:
        name_contact_person(patient=patient, by=request.user, location=request.location, **known)
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return False
    return True
