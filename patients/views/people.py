"""The list of patients, and registering one. Correcting what is written of them is a page of the desk's."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.kit.errors import Refusal
from clinic.practice.access import StaffRequest, staff_only
from patients.addresses import booking_url, patient_url
from patients.domain.duplicates import Candidate, likely_duplicates
from patients.domain.people import register_patient
from patients.forms.people import PatientForm
from patients.models import Patient
from patients.search import known_patients

PAGE = 25
SOUGHT = "patients_sought"


@staff_only()
def patients(request: StaffRequest) -> HttpResponse:
    """The list, searched by POST so that no name stands in an address or a server's log."""
    if request.method == "POST":
        request.session[SOUGHT] = request.POST.get("sought", "").strip()[:100]
        if not request.htmx:
            return redirect("patients:patients")
    sought = request.session.get(SOUGHT, "")
    pages = Paginator(known_patients(request.location, sought), PAGE)
    shown = {"page": pages.get_page(request.GET.get("page")), "sought": sought}
    return render(request, "patients/_found.html" if request.htmx else "patients/patients.html", shown)


@staff_only()
def register(request: StaffRequest) -> HttpResponse:
    """Register a patient. Likely duplicates are shown first; "register anyway" is a click of its own."""
    form = PatientForm(request.POST or None, location=request.location)
    candidates: list[Candidate] = []
    if request.method == "POST" and form.is_valid():
        candidates = [] if "sure" in request.POST else _duplicates(request, form.cleaned_data)
        if not candidates and (patient := _register(request, form)):
            messages.success(request, _("%(name)s is registered.") % {"name": patient.name})
            return redirect(booking_url(patient) if _then_book(request) else patient_url(patient))
    return render(request, "patients/register.html", {"form": form, "candidates": candidates})


@require_POST
@staff_only()
def duplicates(request: StaffRequest) -> HttpResponse:
    """The likely duplicates of a half-filled form, as a fragment beside it."""
    form = PatientForm(request.POST, location=request.location)
    form.is_valid()
    return render(request, "patients/_candidates.html", {"candidates": _duplicates(request, form.cleaned_data)})


def _duplicates(request: StaffRequest, known: dict[str, Any]) -> list[Candidate]:
    sought = {field: known.get(field) for field in ("name", "email", "phone")}
    texts = {field: str(value or "") for field, value in sought.items()}
    return likely_duplicates(**texts, birth_date=known.get("birth_date"), location=request.location)


def _register(request: StaffRequest, form: PatientForm) -> Patient | None:
    try:
        return register_patient(location=request.location, by=request.user, **form.known)
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return None


def _then_book(request: StaffRequest) -> bool:
    return "book" in (request.POST.get("then"), request.POST.get("sure"))
