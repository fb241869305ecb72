"""The page of one session: what stands before the start, the treatment, what was given, the signature."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from clinic.kit.errors import Refusal
from clinic.practice.access import CLINICAL, StaffRequest, staff_only
from treatments.access import get_session
from treatments.domain import sessions as verbs
from treatments.domain.checklists import answer_today, keep_before_care
from treatments.domain.readiness import unanswered_before_care
from treatments.models import CareItem, Session
from treatments.queries.sessions import asked_today
from treatments.views.session_page import back_to, do, show_page

clinicians = staff_only(*CLINICAL)


@require_GET
@clinicians
def session(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Show the session and what can be done next."""
    return show_page(request, get_session(request, uuid))


@require_POST
@clinicians
def start(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Begin the treatment."""
    return do(request, get_session(request, uuid), verbs.start_session)


@require_POST
@clinicians
def end(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The one large tap: the aftercare clock starts. Then the answers sent with it are kept; they never stop it."""
    session = get_session(request, uuid)
    page = do(request, session, verbs.end_treatment)
    _are_kept(request, session)
    return page


@require_POST
@clinicians
def today(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Take the answers that count only when given today, and screen anew."""
    session = get_session(request, uuid)
    given = {asked.key: request.POST.get(f"today-{asked.key}", "") for asked in asked_today(session)}
    return do(request, session, answer_today, answers=given)


@require_POST
@clinicians
def checklist(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Take the answers to the before-care checklist; each tap sends them where scripts run."""
    session = get_session(request, uuid)
    kept = _are_kept(request, session)
    if not request.htmx:
        return back_to(session)
    if not kept:
        return HttpResponse(headers={"HX-Refresh": "true"})
    open_lines = {"open_lines": unanswered_before_care(session)}
    return render(request, "treatments/_session_open_lines.html", open_lines)


def _are_kept(request: StaffRequest, session: Session) -> bool:
    """Keep the answers that were sent; False, and a message says why, where they cannot be."""
    answers = {}
    for item in CareItem.objects.filter(phase="pre", key__in=request.POST.getlist("item")):
        if (answer := request.POST.get(f"answer-{item.key}")) in ("yes", "no"):
            answers[item] = (answer == "yes", request.POST.get(f"decision-{item.key}", ""))
    try:
        keep_before_care(session=session, answers=answers, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return False
    return True
