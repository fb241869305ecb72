"""A plan and its estimate on paper, for the patient to take home."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.kit.pdf import refuse_without_engine, render_pdf
from clinic.practice.access import CLINICAL, StaffRequest, staff_only
from treatments.access import get_plan
from treatments.domain.messages import CARE_LANGUAGE
from treatments.domain.recipes import refuse_unoffered
from treatments.models import Plan
from treatments.queries.plan_paper import ingredients_of, plan_paper


@staff_only(*CLINICAL)
def plan_pdf(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The plan and estimate as a PDF, in the language the clinic's words were approved in. Audited, kept nowhere."""
    plan = get_plan(request, uuid, verb="plan.print")
    try:
        _refuse_unprintable(plan)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("treatments:plan", plan.uuid)
    zone = plan.location.tzinfo
    with timezone.override(zone):
        shown = plan_paper(plan, today=timezone.localdate(timezone=zone))
        pdf = render_pdf("print/plan.html", shown, language=CARE_LANGUAGE)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="plan.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _refuse_unprintable(plan: Plan) -> None:
    """Nothing unapproved reaches a patient, on paper neither."""
    if not plan.courses.exists():
        raise Refusal(_("Add a course first: concern, recipe, sessions."))
    refuse_without_engine()
    refuse_unoffered(ingredients_of(plan))
