"""The patient leaves: aftercare in hand, next session booked."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clinic.desk.access import get_visit
from clinic.desk.queries.booking import unbooked_of
from clinic.desk.queries.visit import sessions_of, sheets_of
from clinic.desk.stages import LEAVING, stage_of
from clinic.diary.models import Visit
from clinic.kit.errors import Refusal
from clinic.practice.access import StaffRequest, is_clinical, staff_only
from treatments.domain import visits as domain


@staff_only()
def check_out(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Before the patient leaves: aftercare in hand, next session booked, then done."""
    visit = get_visit(request, uuid, verb="visit.open")
    if request.method == "POST":
        return _check_out(request, visit)
    return _show_check_out(request, visit)


def _check_out(request: StaffRequest, visit: Visit) -> HttpResponse:
    try:
        domain.check_out(visit=visit, by=request.user)
    except Refusal as refusal:
        return _show_check_out(request, visit, status=422, refused=refusal.sentence)
    messages.success(request, _("%(patient)s has left.") % {"patient": visit.patient})
    return redirect("desk:today")


def _show_check_out(request: StaffRequest, visit: Visit, *, status: int = 200, **more: Any) -> HttpResponse:
    sessions = sessions_of(visit)
    shown = {
        "visit": visit,
        "sessions": sessions,
        "sheets": sheets_of(sessions),
        "waiting": unbooked_of(visit.patient),
        "is_leaving": stage_of(visit.state, [session.state for session in sessions]) == LEAVING,
        "is_done": visit.state == "completed",
        "clinical": is_clinical(request),
    }
    return render(request, "desk/check_out.html", shown | more, status=status)
