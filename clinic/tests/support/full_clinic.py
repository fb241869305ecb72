"""One clinic with something of everything in it, for looking at pages. Everybody here is made up."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from clinic.diary.models import Visit
from clinic.post.models import DeliveryAttempt, OutgoingMessage
from clinic.post.tests.factories import OutgoingMessageFactory
from clinic.practice.models import Location, Role, User
from clinic.practice.tests.factories import (
    FrontDeskFactory,
    LocationFactory,
    PracticeFactory,
    UserFactory,
    open_all_week,
    works_all_week,
)
from clinic.tests.support.todays_patients import STAGES, a_course, a_patient, a_session
from patients.domain.links import issue_link
from patients.models import Patient
from patients.tests.factories import (
    PatientLinkFactory,
)
from treatments.catalogue.kinds import KINDS
from treatments.catalogue.loading import load
from treatments.domain import plans
from treatments.domain.reactions import report_reaction
from treatments.domain.schedule import plan_sessions
from treatments.domain.screening import decide, open_findings, screen_plan
from treatments.models import Concern, Ingredient, Level, Plan, Reaction, RecipeVersion, Session
from treatments.tests.factories.catalogue import approver
from treatments.tests.factories.plans import PlanFactory, RecipeVersionFactory

EVERYTHING = {"may_prescribe": True, "may_inject": True, "may_approve": True}
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
    patient = a_patient(here, "open", staff)
    treated = {state: a_session(here, state, hour, recipe, staff) for hour, state in enumerate(STAGES)}
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


def _open_plan(patient: Patient, here: Location, by: User) -> Plan:
    recipe = RecipeVersion.objects.latest("pk")
    for wanted in ({"state": "proposed", "proposed_at": timezone.now()}, {"accepted": True}):
        plan = PlanFactory(patient=patient, location=here, clinician=by, **wanted)
        course = a_course(plan, recipe)
        screen_plan(plan=plan, by=by)
        if plan.state == "accepted":
            plan_sessions(course=course)
    plan = plans.start_plan(patient=patient, location=here, goal="Calmer, more even skin.", by=by)
    a_course(plan, recipe)
    screen_plan(plan=plan, by=by)
    waiting = [finding for finding in open_findings(plan) if finding.level == Level.DECIDE]
    if len(waiting) > 1:
        decide(plan=plan, finding=waiting[0], reason="Seen together with the family doctor.", by=by)
    return plan


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
    words = "My lips are swollen."
    return report_reaction(session=session, signs=["breathing"], words=words, nonce=uuid4(), by=link)
