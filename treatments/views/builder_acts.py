"""What is done to a plan as a whole: taken back, taken from a template or the last plan, handed over; dates moved."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from clinic.kit.errors import Refusal
from clinic.practice.access import CLINICAL, StaffRequest, staff_only
from treatments.access import get_course, get_plan
from treatments.domain import reflow as reflow_domain
from treatments.domain import templates as domain
from treatments.forms.builder import DatesForm
from treatments.models import Course, Plan
from treatments.queries import safety_strip
from treatments.views.builder import address_of
from treatments.views.builder_add import template_asked
from treatments.views.builder_conflict import conflict_page, edition_of


@require_POST
@staff_only(*CLINICAL)
def use_template(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Add the courses of a template of the clinic."""
    plan = get_plan(request, uuid, verb="plan.open")
    template = template_asked(request.POST.get("template", ""))
    if template is None:
        messages.error(request, _("This template is no longer offered."))
        return redirect(address_of(plan))
    verb = domain.use_template
    return _added(request, plan, _("Use the template %(name)s") % {"name": template}, verb, template=template)


@require_POST
@staff_only(*CLINICAL)
def same_as_last(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Add the courses of the patient's last accepted plan; what differs is changed then."""
    plan = get_plan(request, uuid, verb="plan.open")
    return _added(request, plan, _("Same as last time"), domain.same_as_last, and_then="&last")


def _added(
    request: StaffRequest, plan: Plan, act: str, verb: Any, *, and_then: str = "", **chosen: Any
) -> HttpResponse:
    try:
        courses = verb(plan=plan, edition=edition_of(request), by=request.user, **chosen)
    except Refusal as refusal:
        if refusal.code == "conflict":
            return conflict_page(request, plan, refusal, act=act)
        messages.error(request, refusal.sentence)
        return redirect(address_of(plan))
    said = ngettext("%(n)s course is added.", "%(n)s courses are added.", len(courses)) % {"n": len(courses)}
    messages.success(request, said)
    return redirect(address_of(plan, courses[0]) + and_then)


@staff_only(*CLINICAL)
def dates(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Start a course on another day: a preview of what moves, then the move. Other courses follow or keep theirs."""
    course = get_course(request, uuid)
    asked = request.POST if request.method == "POST" else request.GET if "dates-starts_on" in request.GET else None
    form = DatesForm(asked, course=course)
    moved: Any = None
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        if request.method == "POST":
            return _moved(request, course, form)
        moved = reflow_domain.preview_reflow(course=course, **chosen)
    return _dates_page(request, course, form, moved=moved)


def _moved(request: StaffRequest, course: Course, form: DatesForm) -> HttpResponse:
    try:
        found = reflow_domain.reflow(course=course, edition=edition_of(request), by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        if refusal.code == "conflict":
            return conflict_page(
                request, course.plan, refusal, act=_("Move the dates"), typed=form.typed, course=course
            )
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return _dates_page(request, course, form)
    said = ngettext("%(n)s date has moved.", "%(n)s dates have moved.", len(found)) % {"n": len(found)}
    messages.success(request, said)
    return redirect(address_of(course.plan, course))


def _dates_page(request: StaffRequest, course: Course, form: DatesForm, *, moved: Any = None) -> HttpResponse:
    shown = {
        "plan": course.plan,
        "course": course,
        "form": form,
        "moved": moved,
        "strip": safety_strip(course.plan.patient, course.plan) | {"decides": []},
        "leave": address_of(course.plan, course),
    }
    return render(request, "treatments/builder/dates.html", shown, status=422 if form.errors else 200)
