"""The consultation: one page, kept part by part."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.kit.errors import Refusal
from clinic.practice.access import CLINICAL, StaffRequest, staff_only
from patients.access import get_patient
from patients.addresses import patient_url
from patients.models import Patient
from treatments.domain import encounters as domain
from treatments.domain import interview as facts
from treatments.forms.interview import OutcomeForm, StoryForm, facts_forms
from treatments.models import Encounter
from treatments.queries import safety_strip
from treatments.queries.interview import Interview, interview

PARTS = {
    "story": gettext_lazy("reason and findings"),
    "allergies": gettext_lazy("allergies"),
    "medicines": gettext_lazy("medicines"),
    "conditions": gettext_lazy("conditions"),
    "measures": gettext_lazy("weight and phototype"),
    "outcome": gettext_lazy("outcome"),
}
Forms = dict[str, forms.Form]


@staff_only(*CLINICAL)
def consultation(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The consultation under way with this patient; the first thing kept begins it. Opening it changes nothing."""
    patient = get_patient(request, uuid, verb="consultation.read")
    if request.method != "POST":
        return _show(request, patient, {})
    with transaction.atomic():
        under_way, wrong = _keep(request, patient)
        if closes := "close" in request.POST and not wrong:
            domain.close_consultation(encounter=under_way, outcome=request.POST["outcome"], by=request.user)
    if wrong:
        return _show(request, patient, wrong, status=422)
    if closes:
        return _closed(request, patient, under_way)
    messages.success(request, _("Kept."))
    return redirect("treatments:consultation", patient.uuid)


def _keep(request: StaffRequest, patient: Patient) -> tuple[Any, Forms]:
    """Keep every part that can be kept; return the consultation and the other parts.

    Beginning holds the patient: what stands is read, compared with what the page showed and kept as one thing.
    """
    try:
        under_way = domain.begin_consultation(
            patient=patient, location=request.location, shown=_shown(request), by=request.user
        )
    except Refusal as refusal:
        return None, _as_typed(request, patient, refusal)
    patient.refresh_from_db()
    bound = _forms(request.POST, patient, under_way, _asked(request, patient))
    return under_way, {name: form for name, form in bound.items() if not _kept(request, name, form, patient, under_way)}


def _shown(request: StaffRequest) -> UUID | None:
    """The consultation that the page showed; None where it was not begun."""
    shown = request.POST.get("encounter", "")
    try:
        return UUID(shown) if shown else None
    except ValueError as error:
        raise BadRequest("not a consultation") from error


def _as_typed(request: StaffRequest, patient: Patient, refusal: Refusal) -> Forms:
    """Return every part as it was typed, none of it kept, with the reason at the first."""
    data = request.POST.copy()
    data.pop(StoryForm.AS_SHOWN, None)
    typed = _forms(data, patient, None, _asked(request, patient))
    typed["story"].add_error(None, refusal.sentence)
    return typed


def _asked(request: StaffRequest, patient: Patient) -> Interview:
    return interview(patient, location=request.location)


def _forms(data: Any, patient: Patient, under_way: Encounter | None, asked: Interview) -> Forms:
    story = {name: getattr(under_way, name) for name in ("reason", "findings", "concern")} if under_way else {}
    found: Forms = {"story": StoryForm(data, initial=story), **facts_forms(data, patient=patient, asked=asked)}
    if data is None or "close" in data:
        found["outcome"] = OutcomeForm(data)
    return found


def _show(request: StaffRequest, patient: Patient, wrong: Forms, status: int = 200) -> HttpResponse:
    """Show what is kept; a part that could not be kept shows what was typed, with its errors."""
    patient.refresh_from_db()
    under_way = domain.open_consultation(patient=patient, by=request.user)
    asked = _asked(request, patient)
    shown = _forms(None, patient, under_way, asked) | wrong
    conditions: Any = shown["conditions"]
    context = {
        "patient": patient,
        "encounter": under_way,
        "strip": safety_strip(patient, location=request.location),
        "forms": shown,
        "asked": asked,
        "reproduction": conditions.rows(asked.reproduction),
        "conditions": conditions.rows(asked.conditions),
        "special": conditions.rows(asked.special),
        "special_wrong": any(question.key in conditions.errors for question in asked.special),
        "silent": sum(question.answer == "not_asked" for question in asked.conditions),
        "wrong": [str(PARTS[name]) for name in wrong],
        "earlier": patient.encounters.exclude(closed_at=None).select_related("practitioner", "concern")[:5],
    }
    return render(request, "treatments/consultation.html", context, status=status)


def _kept(request: StaffRequest, name: str, form: forms.Form, patient: Patient, under_way: Encounter) -> bool:
    """Keep one part by itself. False if it could not be: its errors then stand at its fields."""
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            KEEP[name](request, form, patient, under_way)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return False
    return True


def _keep_story(request: StaffRequest, form: Any, patient: Patient, under_way: Encounter) -> None:
    domain.note_consultation(encounter=under_way, by=request.user, **form.cleaned_data)


def _keep_allergies(request: StaffRequest, form: Any, patient: Patient, under_way: Encounter) -> None:
    typed = form.cleaned_data
    facts.note_allergies(
        patient=patient,
        codes=form.named,
        text=typed["text"],
        reaction=typed["reaction"],
        none_known=typed["none"],
        struck=form.struck_facts,
        by=request.user,
        location=request.location,
    )


def _keep_medicines(request: StaffRequest, form: Any, patient: Patient, under_way: Encounter) -> None:
    typed = form.cleaned_data
    facts.note_medicines(
        patient=patient,
        codes=form.named,
        text=typed["text"],
        dose=typed["dose"],
        none=typed["none"],
        struck=form.struck_facts,
        by=request.user,
        location=request.location,
    )


def _keep_conditions(request: StaffRequest, form: Any, patient: Patient, under_way: Encounter) -> None:
    others = "none_of_the_others" in request.POST
    among = tuple(asked for asked in form.questions if asked.key in request.POST.getlist("among"))
    answers = form.answers(none_of_the_others=others, among=among)
    facts.answer_conditions(patient=patient, answers=answers, by=request.user, location=request.location)


def _keep_measures(request: StaffRequest, form: Any, patient: Patient, under_way: Encounter) -> None:
    facts.note_measures(patient=patient, by=request.user, location=request.location, **form.cleaned_data)


def _keep_nothing(request: StaffRequest, form: Any, patient: Patient, under_way: Encounter) -> None:
    """The outcome is written down last, once everything else is kept."""


KEEP: dict[str, Callable[..., None]] = {
    "story": _keep_story,
    "allergies": _keep_allergies,
    "medicines": _keep_medicines,
    "conditions": _keep_conditions,
    "measures": _keep_measures,
    "outcome": _keep_nothing,
}


def _closed(request: StaffRequest, patient: Patient, under_way: Encounter) -> HttpResponse:
    messages.success(
        request, _("The consultation is closed: %(outcome)s.") % {"outcome": under_way.get_outcome_display()}
    )
    if under_way.outcome != Encounter.Outcome.PLAN:
        return redirect(patient_url(patient))
    concern = f"&concern={under_way.concern.key}" if under_way.concern else ""
    return redirect(f"{reverse('treatments:plan_new', args=[patient.uuid])}?encounter={under_way.uuid}{concern}")
