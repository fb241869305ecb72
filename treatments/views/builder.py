"""The plan's page: what may be added, the timeline, the inspector of what is selected; findings above, totals below.

While the plan is a draft this is its builder; afterwards the same timeline is read, with the plan's steps.
"""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from clinic.practice.access import StaffRequest
from treatments.domain.dates import dated
from treatments.domain.screening import latest_findings
from treatments.models import Course, Level, Plan, PlanState
from treatments.models.plans import OPEN_STATES
from treatments.queries import safety_strip
from treatments.queries.plans import courses_of
from treatments.queries.totals import totals_of
from treatments.queries.tracks import tracks_of
from treatments.views.builder_add import add_pane_of
from treatments.views.builder_inspector import inspector_of

BESIDE = ("reviews", "assessments__scale", "topical__ingredient", "rides_with__concern", "plan__location")
WAY = (PlanState.DRAFT, PlanState.PROPOSED, PlanState.ACCEPTED, PlanState.ACTIVE, PlanState.COMPLETED)


def show_plan(
    request: StaffRequest, plan: Plan, *, status: int = 200, show: str = "", part: Any = None, **more: Any
) -> HttpResponse:
    """Answer with the plan's page, or the pane that htmx asked for.

    `show` is the course selected (its UUID) or "plan", `part` a form of it as somebody typed it; `more` what else
    could not be kept.
    """
    target = request.htmx.target
    if target == "add" and request.method == "GET":
        return render(request, "treatments/builder/_add.html", {"plan": plan} | add_pane_of(request, plan))
    pieces = pieces_of(plan)
    shown = pieces | inspector_of(request, plan, pieces["shown"], show=show, part=part) | more
    if target == "inspector" and request.method == "GET":
        return render(request, "treatments/builder/_inspector.html", shown)
    shown |= add_pane_of(request, plan)
    return render(request, "treatments/plan.html", shown, status=status)


def pieces_of(plan: Plan) -> dict[str, Any]:
    """Return what every change works out anew: strip, findings, timeline, totals."""
    shown = courses_of(plan, weight_kg=plan.patient.weight_kg)
    prefetch_related_objects([entry.course for entry in shown], *BESIDE)
    timelines = dated([entry.course for entry in shown], today=timezone.localdate(timezone=plan.location.tzinfo))
    is_draft = plan.state == PlanState.DRAFT
    return findings_of(plan) | {
        "plan": plan,
        "is_draft": is_draft,
        "is_open": plan.state in OPEN_STATES,
        "strip": safety_strip(plan.patient, plan) | {"decides": []},
        "weight_kg": plan.patient.weight_kg,
        "shown": shown,
        "tracks": tracks_of(shown, timelines),
        "totals": totals_of(shown, timelines),
        "currency": plan.location.currency,
        "last_change": plan.snapshots.filter(undone_at=None).defer("content").first() if is_draft else None,
        "steps": steps_of(plan),
    }


def findings_of(plan: Plan) -> dict[str, Any]:
    """Return the latest findings by what is to be done about them. Three queries at most."""
    findings: list[Any] = latest_findings(plan)
    return {
        "open": [entry for entry in findings if entry.level != Level.NOTE and not entry.decision],
        "decided": [entry for entry in findings if entry.decision],
        "notes": [entry for entry in findings if entry.level == Level.NOTE and not entry.decision],
        "screening": findings[0].screening if findings else None,
        "screened": bool(findings) or plan.screenings.exists(),
    }


def steps_of(plan: Plan) -> list[dict[str, Any]]:
    """Return the plan's way from draft to completed, and where it is; a stopped plan ends where it was stopped."""
    stopped = plan.state == PlanState.STOPPED
    way: list[Any] = [*WAY[:-1], PlanState.STOPPED] if stopped else list(WAY)
    here = way.index(plan.state)
    last = here == len(way) - 1
    return [
        {
            "word": PlanState(state).label,
            "url": "",
            "state": "done" if at < here or last else "now" if at == here else "next",
        }
        for at, state in enumerate(way)
    ]


def address_of(plan: Plan, course: Course | None = None, part: str = "") -> str:
    """Return the plan's page with this course selected, and this part open."""
    show = f"?show={course.uuid}" if course else ""
    return reverse("treatments:plan", args=[plan.uuid]) + show + (f"&part={part}" if part else "")
