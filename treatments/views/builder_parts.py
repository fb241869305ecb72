"""The inspector's parts: each saves by itself while somebody types, or by its button."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.kit.errors import Refusal
from clinic.kit.numbers import sent_number
from clinic.practice.access import CLINICAL, StaffRequest, staff_only
from treatments.access import get_course
from treatments.domain import courses as domain
from treatments.domain.reviews import drop_review
from treatments.models import Course, PlannedReview
from treatments.queries.course_words import in_words
from treatments.views.builder import address_of, pieces_of, show_plan
from treatments.views.builder_conflict import conflict_page, edition_of
from treatments.views.builder_inspector import ADDING, NEEDED, PARTS


@require_POST
@staff_only(*CLINICAL)
def part(request: StaffRequest, uuid: UUID, part: str) -> HttpResponse:
    """Keep one part of a course; to htmx, say so at the part and show what follows from it."""
    course = get_course(request, uuid)
    kinds = PARTS | ADDING
    if part not in kinds:
        raise Http404
    form = kinds[part](request.POST, course=course)
    try:
        if form.is_valid():
            grew = form.grew
            form.keep(edition=edition_of(request), by=request.user)
            return _kept(request, course, form, grew=grew)
    except Refusal as refusal:
        if refusal.code == "conflict":
            return conflict_page(request, course.plan, refusal, act=form.title, typed=form.typed, course=course)
        form.blame(refusal)
    return _refused(request, course, form)


def _kept(request: StaffRequest, course: Course, form: Any, *, grew: bool) -> HttpResponse:
    if not request.htmx or form.key in ADDING:
        messages.success(request, _("Kept and screened."))
        return redirect(address_of(course.plan, course, form.key))
    shown = pieces_of(course.plan)
    fresh = next(entry.course for entry in shown["shown"] if entry.course == course)
    more = {
        "form": type(form)(course=fresh) if grew else form,
        "grew": grew,
        "saved": True,
        "course": fresh,
        "selected": {"course": fresh},
        "words": in_words(fresh)[form.key],
        "needed": form.key in NEEDED,
    }
    return render(request, "treatments/builder/_kept.html", shown | more)


def _refused(request: StaffRequest, course: Course, form: Any) -> HttpResponse:
    if request.htmx and form.key in PARTS:
        shown = {"form": form, "course": course}
        status = 200 if form.is_only_begun else 422
        return render(request, "treatments/builder/_refused.html", shown, status=status)
    return show_plan(request, course.plan, status=422, show=str(course.uuid), part=form)


@require_POST
@staff_only(*CLINICAL)
def move(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Move a course to another place among the plan's."""
    course = get_course(request, uuid)
    wanted = request.POST.get("to", "")
    to = sent_number(wanted)
    try:
        domain.move_course(course=course, to=to, edition=edition_of(request), by=request.user)
    except Refusal as refusal:
        return _refuse(request, course, refusal, act=_("Move %(course)s") % {"course": course})
    messages.success(
        request,
        _("%(course)s is now in place %(place)s of %(all)s.")
        % {"course": course, "place": to, "all": course.plan.courses.count()},
    )
    return redirect(address_of(course.plan, course))


@require_POST
@staff_only(*CLINICAL)
def remove(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Take the course out of its draft plan."""
    course = get_course(request, uuid)
    plan, name = course.plan, str(course)
    try:
        domain.remove_course(course=course, edition=edition_of(request), by=request.user)
    except Refusal as refusal:
        return _refuse(request, course, refusal, act=_("Take out %(course)s") % {"course": name})
    messages.success(request, _("%(course)s is taken out. Undo brings it back.") % {"course": name})
    return redirect(address_of(plan))


@require_POST
@staff_only(*CLINICAL)
def review_drop(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a planned review off the timeline."""
    review = get_object_or_404(PlannedReview.objects.select_related("course"), pk=pk)
    course = get_course(request, review.course.uuid)
    try:
        drop_review(review=review, edition=edition_of(request), by=request.user)
    except Refusal as refusal:
        return _refuse(request, course, refusal, act=_("Take the review off"))
    messages.success(request, _("The review is taken off."))
    return redirect(address_of(course.plan, course, "review"))


def _refuse(request: StaffRequest, course: Course, refusal: Refusal, *, act: str) -> HttpResponse:
    if refusal.code == "conflict":
        return conflict_page(request, course.plan, refusal, act=act, course=course)
    messages.error(request, refusal.sentence)
    return redirect(address_of(course.plan, course))
