"""One clinic with something of everything in it, for looking at pages. Everybody here is made up."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from clinic.diary.domain.visit_types import make_standard_visit_types
from clinic.diary.models import Visit
from clinic.diary.tests.factories import VisitFactory
from clinic.post.models import DeliveryAttempt, OutgoingMessage
from clinic.post.tests.factories import OutgoingMessageFactory
from clinic.practice.models import Location, Role, User
from clinic.practice.tests.factories import (
    FrontDeskFactory,
    LocationFactory,
    PracticeFactory,
    RoomFactory,
    UserFactory,
    open_all_week,
    works_all_week,
)
from patients.domain.facts import record_condition
from patients.domain.links import issue_link
from patients.models import Patient
from patients.tests.factories import (
    AllergyFactory,
    ConditionFactory,
    ConsentFactory,
    ConsentTextFactory,
    DocumentFactory,
    MedicationFactory,
    PatientFactory,
    PatientLinkFactory,
)
from treatments.catalogue.kinds import KINDS
from treatments.catalogue.loading import load
from treatments.domain import plans, sessions
from treatments.domain.encounters import begin_consultation, note_consultation
from treatments.domain.reactions import report_reaction
from treatments.domain.schedule import plan_sessions
from treatments.domain.screening import decide, open_findings, screen_plan
from treatments.domain.visits import arrive
from treatments.models import Concern, Ingredient, Level, Plan, Reaction, RecipeVersion, Session, Zone
from treatments.tests.factories.catalogue import approver
from treatments.tests.factories.plans import CourseFactory, PlanFactory, RecipeVersionFactory, SessionFactory

EVERYTHING = {"may_prescribe": True, "may_inject": True, "may_approve": True}
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
MESSAGE_STATES = ("scheduled", "claimed", "sending", "sent", "failed", "ambiguous", "cancelled", "expired")


@dataclass
class FullClinic:
    """What the pages are opened with."""

    here: Location
    staff: User  # holds every role and permission, and owns the practice
    desk: User
    recipe: RecipeVersion
    patient: Patient  # with a plan of every state, facts and documents
    open_plan: Plan  # a draft with a stop, something to decide, something decided and notes
    treated: dict[str, Session]  # state → the session of somebody who is here today
    visits: dict[str, Visit]
    messages: dict[str, OutgoingMessage]
    report: Reaction

    def token(self, purpose: str) -> str:
        """Return the token of a new link of the patient whose treatment has ended."""
        session = self.treated["ended"]
        about = session.key if purpose == "care" else f"visit:{session.visit.uuid}"
        expires = timezone.now() + timedelta(days=7)
        return issue_link(patient=session.course.plan.patient, purpose=purpose, about=about, expires_at=expires)[1]


def a_full_clinic() -> FullClinic:
    """Make it: the shipped catalogue, approved; people, plans, a day under way, messages in every state."""
    PracticeFactory(name="Example Clinic of Aesthetic Medicine")
    load()
    approve_everything()
    here = LocationFactory(name="Harbour Street")
    staff = UserFactory(name="Dr Ines Everyone", works_at=here, role=Role.values, is_owner=True, **EVERYTHING)
    UserFactory(name="Dr Otto Second", works_at=[here, LocationFactory(name="Hill Road")], role=Role.PRACTITIONER)
    open_all_week(here)
    works_all_week(staff, here)
    recipe = _recipe(staff)
    patient = _patient(here, "open", staff)
    treated = {state: _session(here, state, hour, recipe, staff) for hour, state in enumerate(_STAGES)}
    return FullClinic(
        here=here,
        staff=staff,
        desk=FrontDeskFactory(name="Frida Desk", works_at=here),
        recipe=recipe,
        patient=patient,
        open_plan=_open_plan(patient, here, staff),
        treated=treated,
        visits={state: session.visit for state, session in treated.items()},
        messages=_messages(here, patient, staff),
        report=_report(treated["ended"]),
    )


def approve_everything() -> None:
    """Let the medical director approve the whole catalogue at once."""
    approved = {"approved_by": approver(), "approved_at": timezone.now()}
    for kind in KINDS:
        if any(field.name == "approved_by" for field in kind.model._meta.get_fields()):
            kind.model.objects.update(**approved)


def _recipe(author: User) -> RecipeVersion:
    offered = Ingredient.objects.filter(status="candidate").order_by("key")[:3]
    lines: list[dict[str, Any]] = [{"ingredient": one} for one in offered]
    lines.append({"ingredient": Ingredient.objects.get(key="lidocaine"), "stock_value": 20})
    return RecipeVersionFactory(
        recipe__name="Brightening cocktail for the face and the neck",
        recipe__concern=Concern.objects.get(key="anti_aging"),
        author=author,
        target_volume_ml=8,
        lines=lines,
    )


def _patient(here: Location, name: str, by: User) -> Patient:
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


def _course(plan: Plan, recipe: RecipeVersion) -> Any:
    return CourseFactory(plan=plan, recipe_version=recipe, zones=list(Zone.objects.all()[:2]))


def _open_plan(patient: Patient, here: Location, by: User) -> Plan:
    recipe = RecipeVersion.objects.latest("pk")
    for wanted in ({"state": "proposed", "proposed_at": timezone.now()}, {"accepted": True}):
        plan = PlanFactory(patient=patient, location=here, clinician=by, **wanted)
        course = _course(plan, recipe)
        screen_plan(plan=plan, by=by)
        if plan.state == "accepted":
            plan_sessions(course=course)
    plan = plans.start_plan(patient=patient, location=here, goal="Calmer, more even skin.", by=by)
    _course(plan, recipe)
    screen_plan(plan=plan, by=by)
    waiting = [finding for finding in open_findings(plan) if finding.level == Level.DECIDE]
    if len(waiting) > 1:
        decide(plan=plan, finding=waiting[0], reason="Seen together with the family doctor.", by=by)
    return plan


_STAGES = ("booked", "gaps", "ready", "started", "ended", "signed", "not_treated")


def _session(here: Location, state: str, order: int, recipe: RecipeVersion, by: User) -> Session:
    """Return the session of today's patient in this state; each has a room and an hour of their own."""
    patient = _patient(here, state, by)
    plan = PlanFactory(patient=patient, location=here, clinician=by, accepted=True)
    visit = VisitFactory(
        patient=patient,
        location=here,
        room=RoomFactory(location=here),
        visit_type=make_standard_visit_types()["treatment"],
        starts_at=timezone.now() + timedelta(minutes=10 * (order - 3)),
    )
    session = SessionFactory(course=_course(plan, recipe), visit=visit)
    screen_plan(plan=plan, by=by)
    if state not in ("booked", "gaps"):
        _make_ready(plan, by)
    if state != "booked":
        arrive(visit=visit, by=by)
    return _carry_on(session, state, by)


def _make_ready(plan: Plan, by: User) -> None:
    ConsentFactory(patient=plan.patient, covers={plan.key: "as proposed"})
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
        sessions.sign_session(session=fresh(), by=by)
        sessions.add_addendum(session=fresh(), text="Small bruise on the left.", by=by)
    return fresh()


def _messages(here: Location, patient: Patient, by: User) -> dict[str, OutgoingMessage]:
    made = {
        state: OutgoingMessageFactory(location=here, patient=patient, state=state, about=f"visit:{state}")
        for state in MESSAGE_STATES
    }
    for channel in ("print", "phone"):
        made[channel] = OutgoingMessageFactory(location=here, patient=patient, channel=channel)
    made["test"] = OutgoingMessageFactory(location=here, patient=None, user=by)
    made["words"] = OutgoingMessageFactory(location=here, patient=patient, state="sent", body_html="<p>Hello</p>")
    DeliveryAttempt.objects.create(
        message=made["failed"], outcome="refused", code=550, answer="550 no such mailbox here"
    )
    return made


def _report(session: Session) -> Reaction:
    link = PatientLinkFactory(patient=session.course.plan.patient, about=session.key)
    return report_reaction(session=session, signs=["breathing"], words="My lips are swollen.", by=link)
