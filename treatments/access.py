"""Which plans, sessions and reports a member of staff may know of: those of the location they work at."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from clinic.practice.access import StaffRequest
from clinic.practice.domain import audit
from treatments.models import Course, Plan, Reaction, RecipeVersion, Session

WITH_SESSION = (
    "visit__location",
    "visit__practitioner",
    "visit__patient",
    "course__plan__patient",
    "course__plan__location",
    "course__concern",
    "course__technique",
    "course__recipe_version__recipe",
    "practitioner",
    "signed_by",
)


def get_plan(request: StaffRequest, uuid: UUID | str, *, verb: str = "plan.read") -> Plan:
    """Return the plan if the staff of the request's location may know of it, else raise Http404.

    Writes `verb` down in the audit trail: opening a plan is reading it.
    """
    plans = Plan.objects.at(request.location).select_related("patient", "location", "clinician", "encounter")
    plan = plans.filter(uuid=uuid).first()
    if plan is None:
        raise Http404
    audit.record(verb=verb, about=plan.key, by=request.user, location=request.location)
    return plan


def get_course(request: StaffRequest, uuid: UUID | str) -> Course:
    """Return the course of a plan that the staff of the request's location may know of, else raise Http404."""
    courses = Course.objects.select_related(
        "plan", "concern", "protocol", "technique", "recipe_version__recipe", "recipe_version__variation_of"
    )
    course = courses.filter(uuid=uuid, plan__patient__locations=request.location).first()
    if course is None:
        raise Http404
    course.plan = get_plan(request, course.plan.uuid)
    return course


def get_session(request: StaffRequest, uuid: UUID) -> Session:
    """Return the session if its plan or its visit is at the location of the request, else raise Http404. Audited."""
    session = Session.objects.select_related(*WITH_SESSION).filter(uuid=uuid).first()
    if session is None or request.location not in _places(session):
        raise Http404
    audit.record(verb="session.read", about=session.key, by=request.user, location=request.location)
    return session


def get_reaction(request: StaffRequest, uuid: UUID) -> Reaction:
    """Return the report if it was sent to the location of the request, else raise Http404. Audited."""
    known = Reaction.objects.filter(location=request.location).select_related("patient", "session", "acknowledged_by")
    reaction = known.filter(uuid=uuid).first()
    if reaction is None:
        raise Http404
    audit.record(verb="reaction.read", about=reaction.key, by=request.user, location=request.location)
    return reaction


def get_recipe_version(uuid: UUID | str) -> RecipeVersion:
    """Return a version of a recipe of the clinic, which every location shares, else raise Http404.

    A variation made for one patient is not one: it is reached through its plan.
    """
    masters = RecipeVersion.objects.masters().select_related("recipe__concern", "author", "approved_by", "retired_by")
    return get_object_or_404(masters, uuid=uuid)


def get_drawable_version(request: Any, uuid: UUID | str) -> RecipeVersion:
    """Return a version whose card may be printed here: a recipe's own, or a variation for a patient of this location.

    Else raise Http404.
    """
    here = Q(variation_of=None) | Q(courses__plan__patient__locations=request.location)
    versions = RecipeVersion.objects.filter(here).select_related("recipe__concern", "author", "approved_by").distinct()
    return get_object_or_404(versions, uuid=uuid)


def _places(session: Session) -> list[Any]:
    return [session.visit.location if session.visit else None, session.course.plan.location]
