"""A patient's test injections: those on record, and a form for the next."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.access import CLINICAL, StaffRequest, staff_only
from patients.access import get_patient
from patients.models import Patient
from treatments.domain.test_injections import record_test
from treatments.forms.rulebook import TestInjectionForm
from treatments.models import Ingredient, TestInjection
from treatments.queries import safety_strip


@staff_only(*CLINICAL)
def test_injections(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The tests on record and the form; `?ingredient=` names the one a finding asks for."""
    patient = get_patient(request, uuid)
    form = _form(request)
    if request.method == "POST" and form.is_valid() and _record(request, patient, form):
        return redirect("treatments:test_injections", patient.uuid)
    shown = {
        "patient": patient,
        "strip": safety_strip(patient, location=request.location),
        "form": form,
        "tests": TestInjection.objects.filter(patient=patient).select_related("ingredient", "by"),
        "plans": patient.plans.open().order_by("-created_at"),
    }
    return render(request, "treatments/rules_test_injections.html", shown, status=422 if form.errors else 200)


test_injections.__test__ = False  # type: ignore[attr-defined]


def _form(request: StaffRequest) -> TestInjectionForm:
    wanted = Ingredient.objects.offered().filter(key=request.GET.get("ingredient", "")).first()
    today = timezone.localdate(timezone=request.location.tzinfo)
    return TestInjectionForm(request.POST or None, today=today, initial={"ingredient": wanted})


def _record(request: StaffRequest, patient: Patient, form: TestInjectionForm) -> bool:
    told: dict[str, Any] = form.cleaned_data
    try:
        record_test(patient=patient, location=request.location, by=request.user, **told)
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return False
    messages.success(request, _("Recorded. The open plans were screened anew."))
    return True
