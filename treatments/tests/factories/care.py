"""A visit with everything ready for a treatment. Everything in it is made up."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from clinic.diary.domain.visit_types import make_standard_visit_types
from clinic.diary.models import Visit
from clinic.diary.tests.factories import Clinic, a_clinic
from clinic.practice.tests.factories import PracticeFactory
from patients.tests.factories import AllergyFactory, ConsentFactory, MedicationFactory
from treatments.domain.consent import plan_fingerprint
from treatments.domain.visits import arrive, book_visit
from treatments.models import CareItem, Session
from treatments.tests.factories.catalogue import CareItemFactory
from treatments.tests.factories.plans import CourseFactory, PlanFactory, SessionFactory


@dataclass
class Treatment:
    """One booked session at a clinic that is open all week."""

    clinic: Clinic
    session: Session
    visit: Visit

    @property
    def by(self) -> Any:
        return self.clinic.practitioner

    def fresh(self) -> Session:
        return Session.objects.select_related("visit__location", "course__plan__patient").get(pk=self.session.pk)


def a_care_set() -> list[CareItem]:
    """The smallest approved care set: two windows before, sun and pool after, and sunscreen."""
    return [
        _care("PRE-01", "pre", "Do not drink alcohol.", 72),
        _care("PRE-04", "pre", "Come with clean skin.", None, kind="do"),
        _care("POST-01", "post", "Stay out of direct sun.", 48),
        _care("POST-10", "post", "Do not go to a pool.", 72),
        _care("POST-02", "post", "Use sunscreen.", None, kind="do"),
    ]


def _care(key: str, phase: str, text: str, hours: int | None, *, kind: str = "avoid") -> CareItem:
    unit = "hours" if hours else "ongoing"
    words = {"instruction": text, "patient_text": text, "phase": phase, "kind": kind}
    return CareItemFactory(key=key, **words, window_value=hours, window_hours=hours, window_unit=unit, approved=True)


def a_booked_session(
    *, zone: str = "Europe/London", consent: bool = True, shipped_care: bool = False, **wishes: Any
) -> Treatment:
    """Return a session booked for the day after tomorrow at 10:00, with consent to its plan.

    `shipped_care`: the test has loaded the shipped care set; otherwise a small one is made.
    """
    PracticeFactory()
    if not shipped_care:
        a_care_set()
    clinic = a_clinic(zone)
    _asked_everything(clinic.patient)
    plan = PlanFactory(patient=clinic.patient, location=clinic.location, clinician=clinic.practitioner, accepted=True)
    session = SessionFactory(course=CourseFactory(plan=plan))
    if consent:
        ConsentFactory(patient=clinic.patient, covers={plan.key: plan_fingerprint(plan)})
    visit_type = make_standard_visit_types()["treatment"]
    visit = book_visit(**clinic.wishes(visit_type=visit_type, by=clinic.practitioner, sessions=[session], **wishes))
    session.refresh_from_db()
    return Treatment(clinic, session, visit)


def _asked_everything(patient: Any) -> None:
    """A healthy patient without allergies or medicines."""
    AllergyFactory(patient=patient, code="none_known")
    MedicationFactory(patient=patient, code="none")


def an_arrived_patient(**wishes: Any) -> Treatment:
    """Return a booked session whose patient has just arrived."""
    treatment = a_booked_session(**wishes)
    arrive(visit=treatment.visit, by=treatment.by)
    treatment.session = treatment.fresh()
    return treatment


def as_if_given(treatment: Treatment, *, ago: timedelta = timedelta(hours=1)) -> dict[str, Any]:
    """Age the visit so that its treatment was over that long `ago`; return when it started and ended."""
    ended = timezone.now() - ago
    started = ended - timedelta(minutes=30)
    times = {f"{whose}_busy_from": started for whose in ("practitioner", "room", "patient")}
    times |= {f"{whose}_busy_until": ended for whose in ("practitioner", "room", "patient")}
    arrived = started - timedelta(minutes=10) if treatment.visit.arrived_at else None
    visits = Visit.objects.filter(pk=treatment.visit.pk)
    visits.update(starts_at=started, ends_at=ended, arrived_at=arrived, **times)
    treatment.session = treatment.fresh()
    return {"started_at": started, "ended_at": ended}
