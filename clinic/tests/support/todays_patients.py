"""The people of a full clinic, and their sessions in every state. Everybody here is made up."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from clinic.diary.domain.visit_types import make_standard_visit_types
from clinic.diary.tests.factories import VisitFactory
from clinic.practice.models import Location, User
from clinic.practice.tests.factories import PractitionerFactory, RoomFactory
from patients.domain.facts import record_condition
from patients.models import Patient
from patients.tests.factories import (
    AllergyFactory,
    ConditionFactory,
    ConsentFactory,
    ConsentTextFactory,
    DocumentFactory,
    MedicationFactory,
    PatientFactory,
)
from treatments.domain import sessions
from treatments.domain.consent import plan_fingerprint
from treatments.domain.encounters import begin_consultation, note_consultation
from treatments.domain.schedule import plan_sessions
from treatments.domain.screening import decide, open_findings, screen_plan
from treatments.domain.visits import arrive
from treatments.models import Plan, RecipeVersion, Session, Zone
from treatments.tests.factories.plans import CourseFactory, PlanFactory, SessionFactory

NAMES = {
    "open": "Maximiliane Wolkenstein-Rothenburg zu Beispielhausen",
    "gaps": "Νίκος Παράδειγμα",
    "ready": "Zoë Kowalczyk-Öztürk",
    "started": "Дмитрий Примеров",
    "ended": "山田 見本",
    "signed": "Amira Example",
    "not_treated": "Tom Sample",
    "booked": "Ada Example",
}
STAGES = ("booked", "gaps", "ready", "started", "ended", "signed", "not_treated")


def a_patient(here: Location, name: str, by: User) -> Patient:
    """Return the patient of that part; "open" has an allergy, a medicine, a condition and a consultation under way."""
    known = {
        "sex": "female",
        "phototype": 4,
        "weight_kg": 62,
        "weighed_on": timezone.localdate(),
        "phone": "+442079460123",
    }
    patient = PatientFactory(location=here, name=NAMES[name], **known)
    if name == "open":
        AllergyFactory(patient=patient, code="lidocaine")
        MedicationFactory(patient=patient, code="warfarin")
        ConditionFactory(patient=patient, code="keloid_tendency", answer="yes")
        DocumentFactory(patient=patient, ready=True)
        ConsentTextFactory()
        encounter = begin_consultation(patient=patient, location=here, by=by)
        words = {"reason": "Spots on both cheeks.", "findings": "Even pigmentation.", "concern": None}
        note_consultation(encounter=encounter, **words, by=by)
    else:
        AllergyFactory(patient=patient, code="none_known")
        MedicationFactory(patient=patient, code="none")
    return patient


def a_course(plan: Plan, recipe: RecipeVersion) -> Any:
    """Return a course of two zones."""
    return CourseFactory(plan=plan, recipe_version=recipe, zones=list(Zone.objects.all()[:2]))


def a_session(here: Location, state: str, order: int, recipe: RecipeVersion, by: User) -> Session:
    """Return the session of today's patient in this state; each has a room and an hour of their own."""
    patient = a_patient(here, state, by)
    plan = PlanFactory(patient=patient, location=here, clinician=by, accepted=True)
    visit = VisitFactory(
        patient=patient,
        location=here,
        practitioner=PractitionerFactory(works_at=here),
        room=RoomFactory(location=here),
        visit_type=make_standard_visit_types()["treatment"],
        starts_at=timezone.now() + timedelta(minutes=10 * (order - 3)),
    )
    session = SessionFactory(course=a_course(plan, recipe), visit=visit)
    plan_sessions(course=session.course)
    screen_plan(plan=plan, by=by)
    if state not in ("booked", "gaps"):
        _make_ready(plan, by)
    if state != "booked":
        arrive(visit=visit, by=by)
    return _carry_on(session, state, by)


def _make_ready(plan: Plan, by: User) -> None:
    ConsentFactory(patient=plan.patient, covers={plan.key: plan_fingerprint(plan)})
    for key in {key for finding in open_findings(plan) for key in finding.ask}:
        record_condition(patient=plan.patient, code=key, answer="no", by=by, location=plan.location)
    screen_plan(plan=plan, by=by)
    for finding in open_findings(plan):
        decide(plan=plan, finding=finding, reason="Looked at with the patient.", by=by)


def _carry_on(session: Session, state: str, by: User) -> Session:
    def fresh() -> Session:
        return Session.objects.select_related("visit__location", "course__plan__patient").get(pk=session.pk)

    if state == "not_treated":
        sessions.do_not_treat(session=fresh(), reason="Sunburn on both cheeks.", by=by)
    if state in ("started", "ended", "signed"):
        sessions.start_session(session=fresh(), by=by)
    if state in ("ended", "signed"):
        sessions.end_treatment(session=fresh(), by=by)
    if state == "signed":
        given = {"zones": [], "given": [], "volume_ml": Decimal(4), "points": 80, "notes": "Tolerated well."}
        given["gaps_because"] = "The checklist was on paper."
        sessions.record_given(session=fresh(), by=by, **given)
        sessions.sign_session(session=fresh(), by=by)
        sessions.add_addendum(session=fresh(), text="Small bruise on the left.", by=by)
    return fresh()
