"""The composition of one course for this patient, and the recipe it starts from, while the plan is a draft."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.kit.errors import Refusal
from clinic.kit.numbers import sent_number
from clinic.practice.access import CLINICAL, StaffRequest, staff_only
from treatments.access import get_course
from treatments.domain import courses as domain
from treatments.domain.composition import EMPTY, composition_of
from treatments.domain.screening import latest_findings
from treatments.forms.composition import CompositionForm
from treatments.models import Course, Level, PlanState, RecipeVersion
from treatments.queries import safety_strip
from treatments.queries.plans import changes_since
from treatments.queries.recipes import with_lines
from treatments.queries.shelf import shelf
from treatments.views.builder import address_of
from treatments.views.builder_conflict import conflict_page, edition_of
from treatments.views.composing import is_only_shown, rows_to_add, show_composition, work_out_for_page


@staff_only(*CLINICAL)
def course(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Change the amounts of a course of a draft plan for this patient; recalculated while somebody types."""
    course = get_course(request, uuid)
    if course.plan.state != PlanState.DRAFT or course.recipe_version is None:
        words = _("Choose a recipe first.") if course.recipe_version is None else _("This plan is no draft any more.")
        messages.info(request, words)
        return redirect(address_of(course.plan, course, "recipe"))
    data = request.POST or None
    composing, shown = _composing(request, course, data), _around(course)
    if data is None or is_only_shown(request):
        return show_composition(request, "treatments/course.html", composing, shown)
    if composing.is_valid():
        try:
            return _keep(request, course, composing)
        except Refusal as refusal:
            shown |= _why_not(request, course, refusal)
    shown |= {"composing": composing, "worked": work_out_for_page(composing)}
    return render(request, "treatments/course.html", shown, status=422)


def _why_not(request: StaffRequest, course: Course, refusal: Refusal) -> dict[str, Any]:
    """What stands above the composition, which stays as it was typed; saved again, it is meant."""
    edition = edition_of(request)
    course.plan.refresh_from_db()
    if refusal.code != "conflict":
        return {"problem": refusal.sentence}
    changes = changes_since(course.plan, edition) if edition is not None else ()
    return {"conflict": refusal.sentence, "changes": changes}


@require_POST
@staff_only(*CLINICAL)
def use_recipe(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Start the course's lines again from another approved recipe."""
    course = get_course(request, uuid)
    offered = RecipeVersion.objects.offered().filter(recipe__concern=course.concern)
    chosen = request.POST.get("recipe_version", "")
    version = offered.filter(pk=sent_number(chosen)).first()
    kept = str(course.recipe_version or "–")
    try:
        domain.change_course(course=course, edition=edition_of(request), recipe_version=version, by=request.user)
    except Refusal as refusal:
        if refusal.code == "conflict":
            typed = [(_("Recipe"), kept, str(version or "–"))]
            act = _("Use this recipe")
            return conflict_page(request, course.plan, refusal, act=act, typed=typed, course=course)
        messages.error(request, refusal.sentence)
    return redirect(address_of(course.plan, course, "recipe"))


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
        "leave": address_of(course.plan, course, "recipe"),
        "strip": safety_strip(course.plan.patient, course.plan) | {"decides": []},
        "weight_kg": course.plan.patient.weight_kg,
        "open": [entry for entry in findings if entry.level != Level.NOTE and not entry.decision],
    }


def _keep(request: StaffRequest, course: Course, composing: CompositionForm) -> HttpResponse:
    domain.change_course(course=course, edition=edition_of(request), composition=composing.composition, by=request.user)
    messages.success(request, _("Kept and screened."))
    if "stay" in request.POST:
        return redirect("treatments:course", course.uuid)
    return redirect(address_of(course.plan, course, "recipe"))
