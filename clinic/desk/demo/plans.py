"""Consultations and plans of the demonstration, from the first words to the signed consent."""

from datetime import date
from typing import Any

from clinic.desk.demo.medicine import Treatment
from clinic.practice.models import Location, User
from patients.domain.consents import record_consent, text_for
from patients.models import Patient
from patients.models.consents import ConsentPurpose
from treatments.domain.consent import plan_fingerprint
from treatments.domain.courses import add_course, change_course
from treatments.domain.encounters import begin_consultation, close_consultation, note_consultation
from treatments.domain.plans import accept, propose, start_plan
from treatments.domain.screening import decide, open_findings
from treatments.models import Encounter, Level, Plan

GOALS = {
    "skin_brightening": "Fewer dark patches before the summer.",
    "anti_aging": "Look rested, without anybody noticing why.",
    "hair_loss": "Keep the hair that is there.",
    "acne_scarring": "Smoother cheeks.",
}
DECIDED = "Demonstration: discussed with the patient, benefits outweigh."


def consult(*, patient: Patient, place: Location, by: User, treatment: Treatment, outcome: str) -> Encounter:
    """Hold a consultation and write its outcome down."""
    encounter = begin_consultation(patient=patient, location=place, by=by)
    key = treatment.concern.key
    note_consultation(
        encounter=encounter,
        reason=GOALS[key],
        findings="Demonstration record: skin intact, no sign of infection.",
        concern=treatment.concern,
        by=by,
    )
    return close_consultation(encounter=encounter, outcome=outcome, by=by)


def draft(*, patient: Patient, place: Location, by: User, treatment: Treatment, starts_on: date) -> Plan:
    """Return a draft plan with one course, screened, every open decision decided."""
    encounter = consult(patient=patient, place=place, by=by, treatment=treatment, outcome="plan")
    plan = start_plan(patient=patient, location=place, encounter=encounter, goal=GOALS[treatment.concern.key], by=by)
    course = add_course(
        plan=plan, concern=treatment.concern, protocol=treatment.protocol, recipe_version=treatment.recipe, by=by
    )
    change_course(course=course, zones=treatment.zones, starts_on=starts_on, by=by, **treatment.pace)
    plan.refresh_from_db()
    return plan


def settle(plan: Plan, by: User) -> None:
    """Decide every open question of the latest screening."""
    for finding in open_findings(plan):
        if finding.may_override and (finding.level != Level.STOP or by.may_prescribe):
            decide(plan=plan, finding=finding, reason=DECIDED, by=by)


def put_forward(plan: Plan, by: User) -> Plan:
    """Propose the plan."""
    settle(plan, by)
    return propose(plan=plan, edition=plan.edition, by=by)


def agree(plan: Plan, by: User) -> Plan:
    """Propose the plan and record that the patient accepts it."""
    put_forward(plan, by)
    accept(plan=plan, by=by)
    settle(plan, by)
    return plan


def sign(plan: Plan, by: User) -> Any:
    """Record the patient's consent to treatment, covering the plan."""
    purpose = ConsentPurpose.TREATMENT
    text = text_for(purpose=purpose, language="en")
    if text is None:
        raise LookupError("publish the consent texts first")
    return record_consent(
        patient=plan.patient,
        purpose=purpose,
        text=text,
        covers={plan.key: plan_fingerprint(plan)},
        signed_name=plan.patient.name,
        by=by,
        location=plan.location,
    )
