"""Running the rules over a plan, and keeping what a named clinician decided about what they found."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal, whole
from clinic.practice.domain import audit
from clinic.practice.models import User
from patients.models import Patient
from treatments.domain.course_facts import course_facts, surroundings
from treatments.domain.facts import patient_facts
from treatments.domain.recipe_facts import NOTHING
from treatments.domain.rule_rows import catalogue_facts
from treatments.models import Decision, Finding, Level, Plan, Screening
from treatments.rules import findings as rules
from treatments.rules.facts import CatalogueFacts, PatientFacts, PlanFacts, RecipeFacts
from treatments.rules.screening import screen

REASON_LENGTH = 2000  # characters


@transaction.atomic
def screen_plan(*, plan: Plan, by: Any, today: date | None = None) -> Screening:
    """Run every rule over every course of the plan, and keep the findings. What was decided stays decided.

    `today` is the day judged, at the plan's location; now, if not given. A constant number of queries, however many
    rules, courses, lines and sessions.
    """
    today = today or timezone.localdate(timezone=plan.location.tzinfo)
    found = findings_today(plan, today=today)
    screening = Screening.objects.create(
        plan=plan, by=by if isinstance(by, User) else None, facts={"on": today.isoformat(), "edition": plan.edition}
    )
    Finding.objects.bulk_create([_row(screening, order, item) for order, item in enumerate(found)])
    audit.record(
        verb="plan.screen", about=plan.key, by=by, location=plan.location, details={"screening": str(screening.uuid)}
    )
    return screening


def findings_today(plan: Plan, *, today: date | None = None) -> list[rules.Finding]:
    """Return what the rules find today, worst first, and keep nothing. Queries as in `screen_plan`."""
    zone = plan.location.tzinfo
    today = today or timezone.localdate(timezone=zone)
    patient = Patient.objects.get(pk=plan.patient_id)
    return _screened(plan, patient, patient_facts(patient, today=today, zone=zone), catalogue_facts())


@transaction.atomic
def rescreen(*, patient: Patient, by: Any = None) -> list[Screening]:
    """Screen every open plan of the patient anew. Called in the transaction of whoever changed a fact of theirs."""
    plans = Plan.objects.open().filter(patient=patient).select_related("location")
    return [screen_plan(plan=plan, by=by) for plan in plans]


def latest_findings(plan: Plan) -> list[Finding]:
    """Return all findings of the plan's latest screening, worst first, each with its `decision` or None.

    Two queries.
    """
    found: list[Any] = list(Finding.objects.filter(screening__plan=plan).latest().select_related("screening__by"))
    decisions = {(entry.rule, entry.inputs_hash): entry for entry in plan.decisions.select_related("by")}
    for finding in found:
        finding.decision = decisions.get((finding.rule, finding.inputs_hash))
    return found


def open_findings(plan: Plan) -> list[Finding]:
    """Return the stops and decides of the latest screening that nobody has decided. One query.

    A plan that was never screened has none: whoever starts a treatment screens first.
    """
    return list(Finding.objects.filter(screening__plan=plan).open())


@transaction.atomic
def decide(*, plan: Plan, finding: Finding, reason: str, by: User) -> Decision:
    """Keep what `by` decided about a finding of the plan, and why.

    It holds while the facts the rule read stay as they are. Raises Refusal without a reason, for a finding that the
    latest screening no longer makes of the same facts, for a stop its rule does not let anybody override, and for a
    stop decided by who may not prescribe. Deciding twice keeps the first.
    """
    _refuse_undecidable(_as_it_stands(plan, finding), reason, by)
    decision, new = Decision.objects.get_or_create(
        plan=plan,
        rule=finding.rule,
        inputs_hash=finding.inputs_hash,
        defaults={
            "level": finding.level,
            "sentence": finding.sentence,
            "reason": whole(reason, most=REASON_LENGTH),
            "by": by,
        },
    )
    if new:
        audit.record(
            verb="finding.decide",
            about=plan.key,
            by=by,
            location=plan.location,
            details={"rule": finding.rule, "level": finding.level},
        )
    return decision


def _as_it_stands(plan: Plan, finding: Finding) -> Finding:
    """The finding in the latest screening: the same rule read the same facts."""
    same = Finding.objects.filter(screening__plan=plan, rule=finding.rule, inputs_hash=finding.inputs_hash)
    standing = same.latest().first()
    if standing is None:
        raise Refusal(_("The facts have changed since: look at the findings again."), code="conflict")
    return standing


def _refuse_undecidable(finding: Finding, reason: str, by: User) -> None:
    if finding.level == Level.NOTE:
        raise Refusal(_("A note needs no decision."))
    if not finding.may_override:
        raise Refusal(_("This stop cannot be overridden: change the plan."), code="stop")
    if finding.level == Level.STOP and not by.may_prescribe:
        raise Refusal(_("A stop is overridden only by somebody who may prescribe."), code="stop")
    if not reason.strip():
        raise Refusal(_("Write the reason for this decision."), field="reason")


def _screened(plan: Plan, patient: Patient, facts: PatientFacts, catalogue: CatalogueFacts) -> list[rules.Finding]:
    """Return each finding once, worst first, whichever of the courses it comes from."""
    around = surroundings(plan, today=facts.today, weight_kg=patient.weight_kg, limits=catalogue.limits)
    found: dict[tuple[str, str], rules.Finding] = {}
    for course in around.mine:
        for item in screen(facts, around.recipes[course.pk], course_facts(course, around), catalogue):
            found.setdefault((item.rule, item.inputs_hash), item)
    if not found:
        found = {(i.rule, i.inputs_hash): i for i in screen(facts, RecipeFacts(NOTHING), PlanFacts(), catalogue)}
    return sorted(found.values(), key=lambda item: item.sort_key)


def _row(screening: Screening, order: int, item: rules.Finding) -> Finding:
    return Finding(
        screening=screening,
        order=order,
        rule=item.rule,
        level=item.level.word,
        subject=item.subject[:120],
        sentence=item.sentence,
        audience=item.audience,
        sources=list(item.sources),
        facts=[list(pair) for pair in item.facts],
        ask=list(item.ask),
        inputs_hash=item.inputs_hash,
        may_override=item.may_override,
    )
