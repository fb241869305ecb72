"""Who of the demonstration's patients is how far: plans in every state, visits in every state."""

from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from django.utils import timezone

from clinic.desk.demo.medicine import Treatment
from clinic.desk.demo.patients import interview
from clinic.desk.demo.plans import agree, consult, draft, put_forward, settle, sign
from clinic.desk.demo.visits import Diary
from clinic.diary.models import Visit
from clinic.practice.models import Location, User
from patients.domain.facts import record_condition
from patients.models import Answer, Patient
from patients.models.people import Sex
from treatments.domain import visits as domain
from treatments.domain.plans import stop
from treatments.domain.screening import rescreen
from treatments.models import Plan, Session, SessionState


class Story(NamedTuple):
    """How far a plan has come: its state, sessions given, days since the last, and what is next."""

    plan: str
    given: int = 0
    days_ago: int = 14
    today: str = ""
    booked_in: int = 0
    consent: bool = True
    doubt: bool = False


LONDON = (
    Story("agreed", given=2, today="done"),
    Story("agreed", given=1, today="unsigned"),
    Story("agreed", given=0, today="no_show"),
    Story("agreed", given=0, today="leaving"),
    Story("agreed", given=1, today="in_treatment"),
    Story("agreed", given=0, today="arrived"),
    Story("agreed", given=2, today="arrived", doubt=True),
    Story("agreed", given=0, today="booked", consent=False),
    Story("agreed", given=1, today="confirmed"),
    Story("agreed", given=0, today="booked"),
    Story("agreed", given=2, days_ago=1, booked_in=13),
    Story("agreed", given=1, days_ago=2, booked_in=12),
    Story("agreed", given=2, days_ago=6, booked_in=8),
    Story("agreed", given=1, days_ago=9, booked_in=5),
    Story("agreed", given=3, days_ago=16),
    Story("agreed", given=1, days_ago=30),
    Story("agreed"),
    Story("agreed"),
    Story("agreed", consent=False),
    Story("agreed", booked_in=2),
    Story("agreed", booked_in=3),
    Story("agreed", booked_in=6),
    Story("proposed"),
    Story("proposed"),
    Story("draft"),
    Story("draft"),
    Story("agreed", given=9, days_ago=20),
    Story("agreed", given=9, days_ago=50),
    Story("stopped", given=1, days_ago=25),
)
NEW_YORK = (
    Story("agreed", given=1, today="arrived"),
    Story("agreed", given=0, today="booked"),
    Story("agreed", given=1, today="done"),
    Story("agreed", given=1, days_ago=5, booked_in=10),
    Story("agreed"),
    Story("proposed"),
)
"""`given=9` means all of them: the plan is completed."""


class Teller:
    """Tells the stories of one place, its practitioners taking turns."""

    def __init__(self, diary: Diary, place: Location, staff: list[User], medicine: dict[str, Treatment]) -> None:
        self.diary, self.place, self.staff, self.medicine = diary, place, staff, medicine
        self.today: date = timezone.localdate(timezone=place.tzinfo)

    def tell(self, patients: list[Patient], stories: tuple[Story, ...], chance: Random) -> None:
        """Tell each story of one patient; the next few only come to talk."""
        for number, (patient, story) in enumerate(zip(patients, stories, strict=False)):
            who = self.staff[number % len(self.staff)]
            interview(patient, self.place, who, chance)
            self._plan(patient, story, who, self._treatment(patient, number))
        self._talks(patients[len(stories) :])

    def _treatment(self, patient: Patient, number: int) -> Treatment:
        keys = ["skin_brightening", "anti_aging", "acne_scarring"]
        return self.medicine["hair_loss" if patient.sex == Sex.MALE else keys[number % len(keys)]]

    def _plan(self, patient: Patient, story: Story, who: User, treatment: Treatment) -> None:
        by = who if who.may_prescribe else self.staff[0]
        first = self._first_day(story, treatment)
        plan = draft(patient=patient, place=self.place, by=by, treatment=treatment, starts_on=first)
        if story.plan == "draft":
            return
        if story.plan == "proposed":
            put_forward(plan, by)
            return
        agree(plan, by)
        if story.consent:
            sign(plan, by)
        self._sessions(plan, story, who, treatment)
        if story.doubt:
            unsure(plan, by)
        if story.plan == "stopped":
            stop(plan=plan, reason="Moves to another town.", by=by)

    def _sessions(self, plan: Plan, story: Story, who: User, treatment: Treatment) -> None:
        sessions = list(Session.objects.filter(course__plan=plan).select_related("course__plan__location"))
        given = min(story.given, len(sessions))
        for number, session in enumerate(sessions[:given]):
            back = (given - 1 - number) * pace(treatment) + story.days_ago
            self.diary.give(session, who, self.today - timedelta(days=back))
            settle(plan, self.staff[0])
        following = sessions[given:]
        if story.today and following:
            self._today(following[0], story.today, who)
        elif story.booked_in and following:
            day = self.today + timedelta(days=story.booked_in)
            self.diary.book(plan.patient, who, self.place, day, session=following[0])

    def _today(self, session: Session, stage: str, who: User) -> None:
        if stage in ("done", "unsigned", "leaving"):
            self.diary.give(session, who, self.today, signed=stage == "done", leave=stage != "leaving")
            return
        visit = self.diary.book(session.course.plan.patient, who, self.place, self.today, session=session)
        if visit is not None:
            self._step(visit, session, stage, who)

    def _step(self, visit: Visit, session: Session, stage: str, who: User) -> None:
        desk = self.diary.desk
        if stage == "confirmed":
            domain.confirm_visit(visit=visit, by=desk)
        if stage in ("arrived", "in_treatment"):
            domain.arrive(visit=visit, by=desk)
        if stage == "in_treatment":
            self.diary.start(session, visit, who)
        if stage == "no_show" and visit.starts_at <= timezone.now():
            domain.mark_no_show(visit=visit, reason="", by=desk)

    def _first_day(self, story: Story, treatment: Treatment) -> date:
        sessions = min(story.given, treatment.pace.get("sessions_planned") or treatment.protocol.sessions_min or 1)
        back = (sessions - 1) * pace(treatment) + story.days_ago if sessions else 0
        return self.today - timedelta(days=back)

    def _talks(self, patients: list[Patient]) -> None:
        """The others: two who think, one who is not suitable, consultations today and tomorrow; the rest are new."""
        treatment = self.medicine["anti_aging"]
        for patient, outcome in zip(patients, ("thinking", "thinking", "not_suitable"), strict=False):
            consult(patient=patient, place=self.place, by=self.staff[0], treatment=treatment, outcome=outcome)
        for patient, days in zip(patients[3:], (0, 0, 1, 2, 4), strict=False):
            self.diary.book(patient, self.staff[0], self.place, self.today + timedelta(days=days))


def unsure(plan: Plan, by: User) -> None:
    """Let a question be open again: it was not asked at this visit."""
    record_condition(patient=plan.patient, code="pregnancy", answer=Answer.NOT_ASKED, by=by, location=plan.location)
    rescreen(patient=plan.patient, by=by)


def pace(treatment: Treatment) -> int:
    """Return the days between two sessions."""
    return treatment.pace.get("interval_days") or treatment.protocol.interval_days_ideal or 14


def given_lately(place: Location) -> Session | None:
    """Return the session given last before today at `place`, for a report about it."""
    before = timezone.now() - timedelta(hours=16)
    given = Session.objects.filter(state=SessionState.SIGNED, visit__location=place, treatment_ended_at__lt=before)
    return given.order_by("-treatment_ended_at").select_related("course__plan__patient", "visit__location").first()
