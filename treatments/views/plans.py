"""Plans: the list, a new one, the plan's page, decisions and consent; builder_steps.py takes a plan further."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.kit.errors import Refusal
from clinic.kit.nonces import nonce_of
from clinic.practice.access import CLINICAL, StaffRequest, staff_only
from patients.access import get_patient
from patients.models import Patient
from patients.views.consents import back_to, consent_page
from treatments.access import get_plan
from treatments.domain import courses as courses_domain
from treatments.domain import plans as domain
from treatments.domain.consent import MAY_BE_SIGNED, plan_fingerprint, plan_in_words
from treatments.domain.screening import decide as decide_finding
from treatments.forms.plans import NewCourseForm
from treatments.models import Concern, Encounter, Finding, Plan, PlanState
from treatments.queries import safety_strip
from treatments.queries.plans import plan_list
from treatments.views.builder import address_of, show_plan
from treatments.views.builder_add import course_asked
from treatments.views.builder_conflict import conflict_page, edition_of


@staff_only(*CLINICAL)
def plans(request: StaffRequest) -> HttpResponse:
    """The plans of this location's patients. Three queries, however many there are."""
    asked = {name: request.GET.get(name, "").strip() for name in ("state", "search")}
    page = Paginator(plan_list(request.location, **asked), 30).get_page(request.GET.get("page"))
    return render(request, "treatments/plans.html", {"page": page, "asked": asked, "states": PlanState.choices})


@staff_only(*CLINICAL)
def new_plan(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Start a plan for a patient: concern, then protocol and recipe."""
    patient = get_patient(request, uuid)
    encounter = _encounter(request, patient)
    concern, form = course_asked(request)
    if request.method == "POST" and concern and form.is_valid():
        plan = domain.start_plan(
            patient=patient,
            location=request.location,
            encounter=encounter,
            goal=form.cleaned_data["goal"],
            by=request.user,
            nonce=nonce_of(request.POST),
        )
        if plan.courses.exists():  # the same form, sent again
            return redirect(address_of(plan))
        return _with_course(request, plan, concern, form)
    shown = {
        "patient": patient,
        "encounter": encounter,
        "nonce": uuid4(),
        "strip": safety_strip(patient, location=request.location),
    }
    return _show_offer(request, concern, form, shown)


@staff_only(*CLINICAL)
def new_course(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Add a course to a draft plan."""
    plan = get_plan(request, uuid)
    concern, form = course_asked(request)
    if request.method == "POST" and concern and form.is_valid():
        return _with_course(request, plan, concern, form)
    shown = {"plan": plan, "patient": plan.patient, "strip": safety_strip(plan.patient, plan)}
    return _show_offer(request, concern, form, shown)


@staff_only(*CLINICAL)
def plan(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The plan: courses worked out for this patient, findings, what to do next."""
    return show_plan(request, get_plan(request, uuid))


@require_POST
@staff_only(*CLINICAL)
def decide(request: StaffRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Keep a clinician's decision about one finding, with its reason."""
    plan = get_plan(request, uuid, verb="plan.open")
    finding = get_object_or_404(Finding, pk=pk, screening__plan=plan)
    reason = request.POST.get("reason", "")
    try:
        decide_finding(plan=plan, finding=finding, reason=reason, by=request.user)
    except Refusal as refusal:
        undecided = {"finding": finding.inputs_hash, "reason": reason, "problem": refusal.sentence}
        return show_plan(request, plan, status=422, undecided=undecided)
    messages.success(request, _("Decided. It holds while the facts stay as they are."))
    return redirect("treatments:plan", plan.uuid)


@staff_only(*CLINICAL)
def consent(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Record the patient's consent to the plan as it is now; `next` is the page of ours to go back to."""
    plan = get_plan(request, uuid)
    if plan.state not in MAY_BE_SIGNED:
        messages.error(request, _("Propose the plan first: a consent covers a plan that no longer changes."))
        return redirect("treatments:plan", plan.uuid)
    return consent_page(
        request,
        patient=plan.patient,
        purpose="treatment",
        covers={plan.key: plan_fingerprint(plan)},
        covers_in_words=plan_in_words(plan),
        done=back_to(request, plan.patient),
    )


def _encounter(request: StaffRequest, patient: Patient) -> Encounter | None:
    given = request.POST.get("encounter") or request.GET.get("encounter", "")
    try:
        return Encounter.objects.filter(patient=patient, uuid=UUID(given)).first()
    except ValueError:
        return None


def _show_offer(
    request: StaffRequest, concern: Concern | None, form: NewCourseForm, shown: dict[str, Any]
) -> HttpResponse:
    more = {"concern": concern, "form": form, "offer": form.offer, "concerns": Concern.objects.all()}
    return render(request, "treatments/new_course.html", shown | more, status=422 if form.errors else 200)


def _with_course(request: StaffRequest, plan: Plan, concern: Concern, form: NewCourseForm) -> HttpResponse:
    chosen = {name: form.cleaned_data[name] for name in ("protocol", "recipe_version")}
    try:
        course = courses_domain.add_course(
            plan=plan, concern=concern, edition=edition_of(request), by=request.user, **chosen
        )
    except Refusal as refusal:
        if refusal.code == "conflict":
            return conflict_page(request, plan, refusal, act=_("Add a course: %(concern)s") % {"concern": concern})
        messages.error(request, refusal.sentence)
        return redirect(address_of(plan))
    messages.success(request, _("Added: %(course)s. Choose what is still missing.") % {"course": course})
    return redirect(address_of(plan, course))
