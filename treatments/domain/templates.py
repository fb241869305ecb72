"""Plans to start from: the clinic's templates, and what the patient had last time. Each with a preview."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.domain import audit
from clinic.practice.models import User
from treatments.domain.content import Content, content_of, put_content
from treatments.domain.content_words import differences
from treatments.domain.recipes import freeze
from treatments.domain.renewal import Preview, afresh, anonymous, renewed
from treatments.domain.screening import screen_plan
from treatments.domain.undo import begin_change
from treatments.models import Concern, Course, Plan, PlanTemplate


@transaction.atomic
def save_template(*, plan: Plan, name: str, description: str = "", by: User) -> PlanTemplate:
    """Keep the plan's courses under a name for the whole clinic: nothing of the patient, recipes as their masters.

    Raises Refusal for a plan without courses, and at `name` for none or one in use.
    """
    name = " ".join(name.split())
    if not name:
        raise Refusal(_("Give the template a name."), field="name")
    content = anonymous(content_of(plan))
    if not content["courses"]:
        raise Refusal(_("Add a course first: a template is made of courses."))
    template = _stored(PlanTemplate(name=name[:120], description=description.strip(), content=content, by=by))
    template.concerns.set(Concern.objects.filter(key__in={entry["concern"] for entry in content["courses"]}))
    audit.record(verb="template.save", about=f"template:{template.uuid}", by=by, location=plan.location)
    return template


@transaction.atomic
def retire_template(*, template: PlanTemplate, by: User) -> PlanTemplate:
    """Offer a template no longer; its name is free again. Retiring twice keeps the first moment."""
    now = timezone.now()
    name = f"{template.name[:90]} ({now:%Y-%m-%d %H:%M:%S})"
    if PlanTemplate.objects.filter(pk=template.pk, retired_at=None).update(retired_at=now, name=name):
        audit.record(verb="template.retire", about=f"template:{template.uuid}", by=by)
    template.refresh_from_db()
    return template


def preview_template(*, plan: Plan, template: PlanTemplate) -> Preview:
    """Return what `use_template` would add to the plan, in words, and what of the template may not be used now."""
    return renewed(template.content)


@transaction.atomic
def use_template(*, plan: Plan, template: PlanTemplate, edition: int | None = None, by: User) -> list[Course]:
    """Add the template's courses behind those of a draft plan; return them. What may not be used now is left out.

    Raises Refusal for a retired template, or one of which nothing may be used.
    """
    if template.retired_at:
        raise Refusal(_("This template is retired."), code="state")
    begin_change(plan, edition=edition, what=_("Template: %(name)s") % {"name": template.name}, by=by)
    return _added("plan.template", plan, preview_template(plan=plan, template=template), by)


def preview_same_as_last(*, plan: Plan) -> Preview | None:
    """Return what `same_as_last` would add to the plan; None for a patient who has accepted no plan before."""
    last = last_plan(plan)
    return renewed(content_of(last), varied=True) if last else None


@transaction.atomic
def same_as_last(*, plan: Plan, edition: int | None = None, by: User) -> list[Course]:
    """Add the courses of the patient's latest accepted plan to a draft; return them.

    Variations made for the patient stay, days and ratings are not taken over. Raises Refusal without such a plan, or
    when nothing of it may be used.
    """
    begin_change(plan, edition=edition, what=_("Same as last time"), by=by)
    preview = preview_same_as_last(plan=plan)
    if preview is None:
        raise Refusal(_("This patient has accepted no plan before."))
    return _added("plan.same_as_last", plan, preview, by)


def differences_from_last(plan: Plan) -> list[str]:
    """Return how the plan differs from the patient's latest accepted one, days aside; empty without one."""
    last = last_plan(plan)
    return differences(afresh(content_of(last)), afresh(content_of(plan))) if last else []


def last_plan(plan: Plan) -> Plan | None:
    """Return the patient's latest accepted plan beside this one. One query."""
    others = Plan.objects.filter(patient=plan.patient_id, accepted_at__isnull=False).exclude(pk=plan.pk)
    return others.select_related("location").order_by("-accepted_at", "-pk").first()


def _stored(template: PlanTemplate) -> PlanTemplate:
    in_use = Refusal(_("Another template has this name."), field="name")
    if PlanTemplate.objects.filter(name__iexact=template.name).exists():
        raise in_use
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as error:
        raise in_use from error
    return template


def _added(verb: str, plan: Plan, preview: Preview, by: User) -> list[Course]:
    if not preview.content["courses"]:
        raise Refusal(_("Nothing of it may be used now: %(why)s") % {"why": " ".join(preview.notes)}, code="unoffered")
    now: dict[str, Any] = content_of(plan)
    there = len(now["courses"])
    content: Content = {"courses": [*now["courses"], *preview.content["courses"]]}
    added = put_content(plan=plan, content=content)[there:]
    for course in added:
        if course.recipe_version:
            freeze(version=course.recipe_version)
    audit.record(verb=verb, about=plan.key, by=by, location=plan.location, details={"edition": plan.edition})
    screen_plan(plan=plan, by=by)
    return added
