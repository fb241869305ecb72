"""Visits of the demonstration: given in the past, somewhere along their way today, booked for later."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.utils import timezone

from clinic.desk.demo.agenda import Agenda
from clinic.desk.demo.house import House
from clinic.desk.demo.outbox import remember
from clinic.diary.models import Visit, VisitType
from clinic.practice.models import Location, User
from patients.models import Patient
from treatments.domain import sessions as sitting
from treatments.domain import visits as domain
from treatments.domain.care import care_items
from treatments.domain.composition import composition_of
from treatments.models import ChecklistTick, Session
from treatments.queries.session_recipe import given_lines

EARLIER = timedelta(days=10)
NUMBING, INJECTING = timedelta(minutes=20), timedelta(minutes=22)
NOTES = "Demonstration record. Well tolerated."


class Diary:
    """Books and gives what the stories tell, each practitioner in their own room."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.agenda = Agenda()
        self.types = {kind.key: kind for kind in VisitType.objects.all()}
        self.desk = house.staff["desk"]

    def book(
        self, patient: Patient, who: User, place: Location, day: date, *, session: Session | None = None
    ) -> Visit | None:
        """Book the next free hour of `who` on `day`; None when the day is full."""
        starts_at = self.agenda.next_free(who, place, day)
        if starts_at is None:
            return None
        return domain.book_visit(
            patient=patient,
            location=place,
            visit_type=self._type(session),
            practitioner=who,
            room=self.house.room_of(who),
            starts_at=starts_at,
            nonce=uuid4(),
            sessions=[session] if session else [],
            now=min(starts_at, timezone.now()) - EARLIER,
            by=self.desk,
        )

    def give(self, session: Session, who: User, day: date, *, signed: bool = True, leave: bool = True) -> Visit | None:
        """Tell a treatment that was given on `day`, and what became of it."""
        plan = session.course.plan
        visit = self.book(plan.patient, who, plan.location, day, session=session)
        if visit is None:
            return None
        domain.arrive(visit=visit, by=self.desk)
        self._treat(session, visit, who)
        if signed:
            sitting.sign_session(session=session, by=who)
        if leave:
            visit.refresh_from_db()
            domain.check_out(visit=visit, by=self.desk)
        remember(visit)
        return visit

    def start(self, session: Session, visit: Visit, who: User) -> None:
        """Begin the treatment of a patient who is here."""
        session.refresh_from_db()
        sitting.start_session(session=session, by=who)

    def _treat(self, session: Session, visit: Visit, who: User) -> None:
        started, ended = _when(visit)
        Visit.objects.filter(pk=visit.pk).update(arrived_at=started - NUMBING)
        session.refresh_from_db()
        _answer_before_care(session, who, at=started)
        sitting.record_past_treatment(session=session, started_at=started, ended_at=ended, reason="", by=who)
        course = session.course
        sitting.record_given(
            session=session,
            zones=list(course.zones.all()),
            given=given_lines(session),
            **_as_planned(session),
            notes=NOTES,
            by=who,
        )

    def _type(self, session: Session | None) -> VisitType:
        return self.types["treatment" if session else "consultation"]


def _answer_before_care(session: Session, who: User, *, at: datetime) -> None:
    """Let the patient have kept to every line."""
    ChecklistTick.objects.bulk_create(
        ChecklistTick(session=session, care_item=item, done=True, by=who, at=at) for item in care_items(session, "pre")
    )


def _as_planned(session: Session) -> dict[str, Any]:
    """Return volume and points as the recipe says."""
    version = session.course.recipe_version
    worked = composition_of(version).work_out() if version else None
    return {"volume_ml": worked.total_ml if worked else Decimal(0), "points": worked.points if worked else None}


def _when(visit: Visit) -> tuple[datetime, datetime]:
    """Return when the treatment began and ended: as booked, but never in the future."""
    ended = min(visit.starts_at + NUMBING + INJECTING, timezone.now() - timedelta(minutes=6))
    return ended - INJECTING, ended
