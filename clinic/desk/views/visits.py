"""One visit: what it is, and every step it can take."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from clinic.desk.access import get_visit
from clinic.desk.forms import CancelForm
from clinic.desk.queries.readiness import readiness_of
from clinic.desk.queries.today import today_at
from clinic.desk.queries.visit import messages_of, sessions_of
from clinic.desk.stages import DONE, EXPECTED, HERE, LEAVING, TREATMENT, stage_of
from clinic.diary.models import Visit
from clinic.kit.errors import Refusal
from clinic.practice.access import StaffRequest, is_clinical, staff_only
from treatments.domain import visits as domain


@require_safe
@staff_only()
def visit(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """When, where and who; its steps, its messages, its sessions."""
    return show_visit(request, get_visit(request, uuid))


def show_visit(request: StaffRequest, visit: Visit, *, status: int = 200, **more: Any) -> HttpResponse:
    """Answer with the visit's page; `more` carries a form that could not be kept."""
    sessions = sessions_of(visit)
    stage = stage_of(visit.state, [session.state for session in sessions])
    shown = {
        "visit": visit,
        "sessions": sessions,
        "messages_about": messages_of(visit, sessions),
        "marks": readiness_of(sessions).marks(sessions),
        "clinical": is_clinical(request),
        "cancel_form": CancelForm(),
        "is_ahead": stage == EXPECTED,
        "may_arrive": visit.starts_at.astimezone(visit.location.tzinfo).date() <= today_at(visit.location),
        "has_begun": visit.starts_at <= timezone.now(),
        "is_here": stage in (HERE, TREATMENT, LEAVING),
        "may_check_out": stage == LEAVING or (stage == HERE and not sessions),
        "is_leaving": stage == LEAVING,
        "is_done": stage == DONE,
    }
    return render(request, "desk/visit.html", shown | more, status=status)


@require_POST
@staff_only()
def step(request: StaffRequest, uuid: UUID, step: str) -> HttpResponse:
    """Take a visit one step: confirm, arrive, no-show."""
    visit = get_visit(request, uuid, verb="visit.open")
    if step not in STEPS:
        raise Http404
    verb, sentence = STEPS[step]
    try:
        verb(visit, request.user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, sentence % {"patient": visit.patient})
    if request.POST.get("next") == "today":
        return redirect("desk:today")
    return redirect("desk:visit", visit.uuid)


STEPS: dict[str, tuple[Any, Any]] = {
    "confirm": (
        lambda visit, by: domain.confirm_visit(visit=visit, by=by),
        gettext_lazy("%(patient)s will come."),
    ),
    "arrive": (
        lambda visit, by: domain.arrive(visit=visit, by=by),
        gettext_lazy("%(patient)s is here."),
    ),
    "no-show": (
        lambda visit, by: domain.mark_no_show(visit=visit, reason="", by=by),
        gettext_lazy("Noted: %(patient)s did not come. The time is free, the sessions wait to be booked again."),
    ),
}


@require_POST
@staff_only()
def cancel(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Call the visit off, saying why; its messages are called back and its sessions wait for a time again."""
    visit = get_visit(request, uuid, verb="visit.open")
    form = CancelForm(request.POST)
    if not form.is_valid():
        return show_visit(request, visit, status=422, cancel_form=form)
    try:
        domain.cancel_visit(visit=visit, reason=form.cleaned_data["reason"], by=request.user)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return show_visit(request, visit, status=422, cancel_form=form)
    messages.success(request, _("Cancelled. Who knew of the visit is told; its sessions wait to be booked again."))
    return redirect("desk:visit", visit.uuid)
