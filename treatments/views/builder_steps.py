"""A plan's steps from draft to completed or stopped, and what is the plan's own: goal, clinician, template."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from clinic.kit.errors import Refusal
from clinic.kit.numbers import sent_number
from clinic.practice.access import CLINICAL, StaffRequest, staff_only
from treatments.access import get_plan
from treatments.domain import plans as domain
from treatments.domain.hand_over import hand_over
from treatments.domain.screening import screen_plan
from treatments.domain.templates import save_template
from treatments.domain.undo import undo
from treatments.models import Plan
from treatments.queries.builder import clinicians_beside
from treatments.views.builder import address_of, show_plan
from treatments.views.builder_conflict import conflict_page, edition_of


@dataclass(frozen=True)
class Step:
    """`verb` takes the request and the plan; `act` names it, `said` says that it is done.

    `written`: the fields somebody writes in, by name and label; a refusal shows the plan again with what was written.
    """

    act: Any
    said: Any
    verb: Callable[[Any, Plan], Any]
    written: tuple[tuple[str, Any], ...] = ()


@require_POST
@staff_only(*CLINICAL)
def step(request: StaffRequest, uuid: UUID, step: str) -> HttpResponse:
    """Take a plan one of its STEPS. Of what was written nothing is lost."""
    plan = get_plan(request, uuid, verb="plan.open")
    if step not in STEPS:
        raise Http404
    try:
        done = STEPS[step].verb(request, plan)
    except Refusal as refusal:
        return _refused(request, plan, step, refusal)
    if request.htmx and step == "goal":
        return render(request, "treatments/builder/_goal_kept.html", {"plan": plan})
    messages.success(request, STEPS[step].said % {"what": getattr(done, "what", "")})
    return redirect(address_of(plan) + ("?show=plan" if STEPS[step].written else ""))


def _refused(request: StaffRequest, plan: Plan, step: str, refusal: Refusal) -> HttpResponse:
    if refusal.code == "conflict":
        return conflict_page(request, plan, refusal, act=STEPS[step].act, typed=_typed(request, plan, step))
    if STEPS[step].written and refusal.code != "state":
        plan.refresh_from_db()
        refused = {"step": step, "sentence": refusal.sentence, "typed": request.POST.dict()}
        return show_plan(request, plan, status=422, show="plan", refused=refused)
    messages.error(request, refusal.sentence)
    return redirect(address_of(plan))


def _typed(request: StaffRequest, plan: Plan, step: str) -> list[tuple[str, str, str]]:
    """What somebody wrote: label, kept now, written."""
    kept = {"goal": plan.goal}
    return [(str(label), kept.get(name) or "–", request.POST.get(name) or "–") for name, label in STEPS[step].written]


def _about(request: Any, plan: Plan) -> dict[str, Any]:
    return {"plan": plan, "edition": edition_of(request), "by": request.user}


def _hand_over(request: Any, plan: Plan) -> Any:
    to = request.POST.get("to", "")
    person = clinicians_beside(plan).filter(pk=sent_number(to)).first()
    if person is None:
        raise Refusal(_("Choose who takes over."), field="to")
    return hand_over(to=person, note=request.POST.get("note", ""), **_about(request, plan))


def _save_template(request: Any, plan: Plan) -> Any:
    named = {name: request.POST.get(name, "") for name in ("name", "description")}
    return save_template(plan=plan, by=request.user, **named)


STEPS: dict[str, Step] = {
    "propose": Step(
        _("Propose the plan"),
        _("Proposed. Its recipes are frozen from here on."),
        lambda request, plan: domain.propose(**_about(request, plan)),
    ),
    "take-back": Step(
        _("Take the plan back"),
        _("It is a draft again."),
        lambda request, plan: domain.take_back(**_about(request, plan)),
    ),
    "accept": Step(
        _("The patient accepts"),
        _("Accepted. Its sessions wait to be booked."),
        lambda request, plan: domain.accept(**_about(request, plan)),
    ),
    "screen": Step(
        _("Screen again"),
        _("Screened with today's facts."),
        lambda request, plan: screen_plan(plan=plan, by=request.user),
    ),
    "undo": Step(_("Undo"), _("Taken back: %(what)s."), lambda request, plan: undo(**_about(request, plan))),
    "goal": Step(
        _("Write the goal"),
        _("The goal is kept."),
        lambda request, plan: domain.set_goal(goal=request.POST.get("goal", ""), **_about(request, plan)),
        (("goal", _("Goal")),),
    ),
    "stop": Step(
        _("Stop the plan"),
        _("The plan is stopped. Booked visits stay: the front desk cancels them."),
        lambda request, plan: domain.stop(reason=request.POST.get("reason", ""), **_about(request, plan)),
        (("reason", _("Why")),),
    ),
    "hand-over": Step(_("Hand the plan over"), _("Handed over."), _hand_over, (("note", _("What they must know")),)),
    "save-template": Step(
        _("Save as template"),
        _("Saved as a template of the clinic."),
        _save_template,
        (("name", _("Name")), ("description", _("When to use it"))),
    ),
}
