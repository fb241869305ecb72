"""A patient's plan: drafted, proposed, accepted, and stopped if it must be.

Every change names the `edition` it started from: of two people on one plan the second is told, and nothing is lost.
"""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.kit.errors import Refusal, whole
from clinic.practice.domain import audit
from clinic.practice.models import Location, User
from patients.models import Patient
from treatments.domain.dates import in_order
from treatments.domain.meetings import refuse_riders_apart
from treatments.domain.recipes import freeze, refuse_unoffered
from treatments.domain.schedule import drop_unbooked, plan_sessions
from treatments.domain.screening import open_findings, screen_plan
from treatments.models import Encounter, Ingredient, Level, Plan, PlanState, RecipeState
from treatments.models.plans import OPEN_STATES

GOAL_LENGTH = 2000  # characters
CHANGED_BY_ANOTHER = gettext_lazy(
    "Somebody else has changed this plan since you opened it. Nothing of yours is lost: compare, then save again."
)


@transaction.atomic
def start_plan(
    *,
    patient: Patient,
    location: Location,
    encounter: Encounter | None = None,
    goal: str = "",
    by: User,
    nonce: UUID | None = None,
) -> Plan:
    """Return a new draft plan for which `by` answers, screened for what is known of the patient.

    `nonce` is the form's: sent twice it returns the plan it began. Raises Refusal for a goal that is too long.
    """
    begun = {"location": location, "encounter": encounter, "goal": whole(goal, most=GOAL_LENGTH, field="goal")}
    plan, is_new = Plan.objects.get_or_create(
        patient=patient, nonce=nonce or uuid4(), defaults={**begun, "clinician": by}
    )
    if not is_new:
        return plan
    _write_down("plan.start", plan, by)
    screen_plan(plan=plan, by=by)
    return plan


@transaction.atomic
def set_goal(*, plan: Plan, goal: str, edition: int | None, by: User) -> Plan:
    """Keep the goal in the patient's own words. Raises Refusal (conflict) if somebody was first."""
    claim(plan, edition=edition, states=OPEN_STATES, goal=whole(goal, most=GOAL_LENGTH, field="goal"))
    _write_down("plan.goal", plan, by)
    return plan


@transaction.atomic
def propose(*, plan: Plan, edition: int | None, by: User) -> Plan:
    """Put the plan before the patient; its recipe versions are frozen from here on.

    Screens once more. Raises Refusal for a course without recipe, sessions or intervals, an ingredient that may not
    reach a patient, or an open stop.
    """
    claim(plan, edition=edition, states=[PlanState.DRAFT], state=PlanState.PROPOSED, proposed_at=timezone.now())
    _refuse_incomplete(plan)
    refuse_riders_apart(plan)
    _screen_clear(plan, by, levels=[Level.STOP])
    for course in plan.courses.select_related("recipe_version"):
        if course.recipe_version:
            freeze(version=course.recipe_version)
    _write_down("plan.propose", plan, by)
    return plan


@transaction.atomic
def take_back(*, plan: Plan, edition: int | None, by: User) -> Plan:
    """Make a proposed plan a draft again, to change it. Raises Refusal once it was accepted."""
    claim(plan, edition=edition, states=[PlanState.PROPOSED], state=PlanState.DRAFT, proposed_at=None)
    _write_down("plan.take_back", plan, by)
    return plan


@transaction.atomic
def accept(*, plan: Plan, by: User, edition: int | None = None) -> Plan:
    """Record that the patient accepts the proposed plan, and make its unbooked sessions with their windows.

    Screens once more. Raises Refusal for a plan that is not proposed, an ingredient withdrawn meanwhile, or an open
    stop.
    """
    now = timezone.now()
    claim(
        plan,
        edition=edition,
        states=[PlanState.PROPOSED],
        state=PlanState.ACCEPTED,
        accepted_at=now,
        accepted_recorded_by=by,
    )
    _refuse_incomplete(plan)
    _screen_clear(plan, by, levels=[Level.STOP])
    for course in in_order(plan.courses.all()):
        plan_sessions(course=course)
    _write_down("plan.accept", plan, by)
    return plan


@transaction.atomic
def stop(*, plan: Plan, reason: str, by: User, edition: int | None = None) -> Plan:
    """End the plan before its time, saying why; its sessions that no visit holds are dropped.

    Raises Refusal without a reason, or when it is over already.
    """
    if not reason.strip():
        raise Refusal(_("Say why the plan is stopped."), field="reason")
    now = timezone.now()
    claim(
        plan,
        edition=edition,
        states=OPEN_STATES,
        state=PlanState.STOPPED,
        stopped_reason=whole(reason, most=300),
        closed_at=now,
    )
    drop_unbooked(plan=plan)
    _write_down("plan.stop", plan, by)
    return plan


def claim(plan: Plan, *, edition: int | None, states: Any, **changes: Any) -> None:
    """Take the plan for one change: conditional on its state and, if given, on the edition the person saw.

    Raises Refusal with code "conflict" when somebody was first, "state" when the plan is past this step.
    """
    mine = Plan.objects.filter(pk=plan.pk, state__in=states)
    if edition is not None:
        mine = mine.filter(edition=edition)
    won = mine.update(edition=F("edition") + 1, **changes)
    plan.refresh_from_db()
    if won:
        return
    if plan.state not in states:
        raise Refusal(_("This plan is %(state)s: this can no longer be done.") % {"state": plan.get_state_display()},
                      code="state")  # fmt: skip
    raise Refusal(str(CHANGED_BY_ANOTHER), code="conflict")


def _refuse_incomplete(plan: Plan) -> None:
    courses = list(plan.courses.select_related("recipe_version", "concern").prefetch_related("zones"))
    if not courses:
        raise Refusal(_("Add a course first: concern, recipe, sessions."))
    for course in courses:
        missing = missing_of(course)
        if missing:
            raise Refusal(
                _("%(course)s: still to choose: %(what)s.") % {"course": course, "what": ", ".join(missing)},
                code="incomplete",
            )
    lines = Ingredient.objects.filter(recipe_lines__version__courses__plan=plan).distinct()
    refuse_unoffered(lines)


def missing_of(course: Any) -> list[str]:
    """Return in words what a course still lacks before it can be proposed. No query if recipe and zones are at hand."""
    version = course.recipe_version
    several = (course.sessions_planned or 0) > 1
    pace = (course.interval_min_days, course.interval_days, course.interval_max_days)
    return [
        word
        for word, lacks in (
            (_("recipe"), version is None),
            (_("an approved recipe"), version is not None and not _is_approved(version)),
            (_("zones"), not course.zones.all()),
            (_("number of sessions"), course.sessions_planned is None),
            (_("intervals"), several and None in pace),
        )
        if lacks
    ]


def _is_approved(version: Any) -> bool:
    """Whether a plan may hold it: approved itself (or retired since it was taken), or varied from such a master."""
    return (version.variation_of or version).state in (RecipeState.APPROVED, RecipeState.RETIRED)


def _screen_clear(plan: Plan, by: User, *, levels: list[str]) -> None:
    screen_plan(plan=plan, by=by)
    still_open = [finding for finding in open_findings(plan) if finding.level in levels]
    if still_open:
        raise Refusal(_("An open stop: %(what)s") % {"what": still_open[0].sentence}, code="stop")


def _write_down(verb: str, plan: Plan, by: Any, **details: Any) -> None:
    audit.record(verb=verb, about=plan.key, by=by, location=plan.location, details={**details, "edition": plan.edition})
