"""The pane of what may be added to a draft plan: a concern with protocol and recipe, a template, the last plan again.

Everything shows what it would do before it is done.
"""

from typing import Any
from uuid import UUID

from django.utils import timezone

from clinic.practice.access import StaffRequest
from treatments.domain import templates as domain
from treatments.forms.plans import NewCourseForm
from treatments.models import Concern, Plan, PlanState, PlanTemplate
from treatments.queries.builder import preview_course, templates_offered
from treatments.queries.plans import Offer, offer_for

NOTHING: dict[str, Any] = {"adding_what": "", "concern": None, "preview": None}


def add_pane_of(request: StaffRequest, plan: Plan) -> dict[str, Any]:
    """Return what may be added, and the preview that was asked for."""
    if plan.state != PlanState.DRAFT:
        return NOTHING
    offered = {
        "concerns": list(Concern.objects.all()),
        "templates": list(templates_offered()),
        "earlier": domain.last_plan(plan),
    }
    return NOTHING | offered | _asked(request, plan)


def course_asked(request: StaffRequest) -> tuple[Concern | None, NewCourseForm]:
    """Return the concern that was chosen, and the form of protocol and recipe offered for it."""
    key = request.POST.get("concern") or request.GET.get("concern", "")
    concern = Concern.objects.filter(key=key).first() if key else None
    offer = offer_for(concern) if concern else Offer([], [])
    asked = request.POST or (request.GET if "protocol" in request.GET else None)
    return concern, NewCourseForm(asked, offer=offer)


def template_asked(key: str) -> PlanTemplate | None:
    """Return the clinic's template with this UUID, if it is still offered."""
    try:
        return templates_offered().filter(uuid=UUID(key)).first()
    except ValueError:
        return None


def _asked(request: StaffRequest, plan: Plan) -> dict[str, Any]:
    if template := template_asked(request.GET.get("template", "")):
        return {
            "adding_what": "template",
            "template": template,
            "put": domain.preview_template(plan=plan, template=template),
        }
    if "last" in request.GET:
        return {"adding_what": "last"} | _last(plan)
    concern, form = course_asked(request)
    if concern is None:
        return {}
    return {"adding_what": "course", "concern": concern, "offer": form.offer, "form": form} | _preview(
        plan, concern, form
    )


def _last(plan: Plan) -> dict[str, Any]:
    """What the last plan would add; once courses are there, only how they differ from it."""
    if plan.courses.exists():
        return {"differences": domain.differences_from_last(plan), "compared": True}
    return {"put": domain.preview_same_as_last(plan=plan)}


def _preview(plan: Plan, concern: Concern, form: NewCourseForm) -> dict[str, Any]:
    if not form.is_bound or not form.is_valid():
        return {}
    chosen = form.cleaned_data
    today = timezone.localdate(timezone=plan.location.tzinfo)
    return {"preview": preview_course(concern, chosen["protocol"], chosen["recipe_version"], today=today)}
