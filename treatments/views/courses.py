"""One course of a draft plan: its lines for this patient, technique, zones, sessions and intervals."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.kit.errors import Refusal
from clinic.practice.access import CLINICAL, StaffRequest, staff_only
from treatments.access import get_course
from treatments.domain import courses as domain
from treatments.domain.composition import EMPTY, composition_of
from treatments.domain.screening import latest_findings
from treatments.forms.composition import CompositionForm
from treatments.forms.plans import CourseForm
from treatments.models import Course, Level, PlanState, RecipeVersion
from treatments.queries import safety_strip
from treatments.queries.plans import offer_for
from treatments.queries.recipes import with_lines
from treatments.queries.shelf import shelf
from treatments.views.composing import is_only_shown, rows_to_add, show_composition, work_out_for_page
from treatments.views.plans import edition_of


@staff_only(*CLINICAL)
def course(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Change a course of a draft plan; recalculated while somebody types."""
    course = get_course(request, uuid)
    if course.plan.state != PlanState.DRAFT:
        messages.info(request, _("This plan is no draft any more: take it back to change it."))
        return redirect("treatments:plan", course.plan.uuid)
    data = request.POST or None
    form, composing = CourseForm(data, course=course), _composing(request, course, data)
    shown = _around(course) | {"form": form}
    if data is None or is_only_shown(request):
        return show_composition(request, "treatments/course.html", composing, shown)
    if all([form.is_valid(), course.recipe_version is None or composing.is_valid()]):
        try:
            return _keep(request, course, form, composing)
        except Refusal as refusal:
            course.plan.refresh_from_db()
            _blame(form, refusal)
            shown |= {"conflict": refusal.sentence if refusal.code == "conflict" else ""}
    shown |= {"composing": composing, "worked": work_out_for_page(composing)}
    return render(request, "treatments/course.html", shown, status=422)


@require_POST
@staff_only(*CLINICAL)
def use_recipe(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Start the course's lines again from another approved recipe."""
    course = get_course(request, uuid)
    offered = RecipeVersion.objects.offered().filter(recipe__concern=course.concern)
    chosen = request.POST.get("recipe_version", "")
    version = offered.filter(pk=chosen).first() if chosen.isdecimal() else None
    try:
        domain.change_course(course=course, edition=edition_of(request), recipe_version=version, by=request.user)
    except Refusal as refusal:
        if refusal.code == "conflict":
            return _as_it_stands(request, course, conflict=refusal.sentence, wanted=version)
        messages.error(request, refusal.sentence)
    return redirect("treatments:course", course.uuid)


@require_POST
@staff_only(*CLINICAL)
def remove(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Take the course out of its draft plan."""
    course = get_course(request, uuid)
    plan = course.plan
    try:
        domain.remove_course(course=course, edition=edition_of(request), by=request.user)
    except Refusal as refusal:
        if refusal.code == "conflict":
            return _as_it_stands(request, course, conflict=refusal.sentence)
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("The course is taken out."))
    return redirect("treatments:plan", plan.uuid)


def _as_it_stands(request: StaffRequest, course: Course, **more: Any) -> HttpResponse:
    """Answer a stale page with the course as it is now: the same button, pressed again, means it."""
    shown = _around(course) | {"form": CourseForm(None, course=course)} | more
    return show_composition(request, "treatments/course.html", _composing(request, course), shown, status=422)


def _composing(request: StaffRequest, course: Course, data: Any = None) -> CompositionForm:
    version = course.recipe_version
    return CompositionForm(
        data,
        shelf=shelf(only_offered=True),
        composition=composition_of(with_lines(version)) if version else EMPTY,
        weight_kg=course.plan.patient.weight_kg,
        more_rows=rows_to_add(request),
    )


def _around(course: Course) -> dict[str, Any]:
    findings: list[Any] = latest_findings(course.plan)
    return {
        "course": course,
        "plan": course.plan,
        "plan_url": reverse("treatments:plan", args=[course.plan.uuid]),
        "strip": safety_strip(course.plan.patient, course.plan) | {"decides": []},
        "offer": offer_for(course.concern),
        "wanted": course.recipe_version and (course.recipe_version.variation_of or course.recipe_version),
        "weight_kg": course.plan.patient.weight_kg,
        "open": [entry for entry in findings if entry.level != Level.NOTE and not entry.decision],
    }


def _keep(request: StaffRequest, course: Course, form: CourseForm, composing: CompositionForm) -> HttpResponse:
    domain.change_course(
        course=course,
        edition=edition_of(request),
        composition=composing.composition if course.recipe_version else None,
        by=request.user,
        **form.changes,
    )
    messages.success(request, _("Kept and screened."))
    if "stay" in request.POST:
        return redirect("treatments:course", course.uuid)
    return redirect("treatments:plan", course.plan.uuid)


def _blame(form: CourseForm, refusal: Refusal) -> None:
    if refusal.code != "conflict":
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
