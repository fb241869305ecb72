"""A diary to test in. `a_clinic()` is open all week with one of each; `a_clinic().book()` books in it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from clinic.diary.domain.booking import book_visit
from clinic.diary.models import Visit, VisitPart, VisitState, VisitType
from clinic.practice.models import Location, Room, User
from clinic.practice.tests.factories import (
    LocationFactory,
    PractitionerFactory,
    RoomFactory,
    open_all_week,
    works_all_week,
)
from patients.models import Patient
from patients.tests.factories import PatientFactory


class VisitTypeFactory(DjangoModelFactory[VisitType]):
    """A kind of visit with one part of `minutes=` that needs everybody; `minutes=0` leaves the parts to the test."""

    class Meta:
        model = VisitType
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"type-{n}")
    name = factory.Sequence(lambda n: f"Type {n}")

    @factory.post_generation
    def minutes(self, create: bool, minutes: int | None, **_: Any) -> None:
        if create and minutes != 0:
            VisitPartFactory(visit_type=self, minutes=minutes or 30)


class VisitPartFactory(DjangoModelFactory[VisitPart]):
    class Meta:
        model = VisitPart

    visit_type = factory.SubFactory(VisitTypeFactory, minutes=0)
    order = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Part {n}")
    minutes = 30


class VisitFactory(DjangoModelFactory[Visit]):
    """A row as it stands, past or future, checked by nothing but the database. Half an hour for everybody."""

    class Meta:
        model = Visit

    patient = factory.SubFactory(PatientFactory)
    location = factory.SubFactory(LocationFactory)
    visit_type = factory.SubFactory(VisitTypeFactory)
    practitioner = factory.SubFactory(PractitionerFactory)
    room = factory.SubFactory(RoomFactory, location=factory.SelfAttribute("..location"))
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))
    ends_at = factory.LazyAttribute(lambda visit: visit.starts_at + timedelta(minutes=30))
    practitioner_busy_from = room_busy_from = patient_busy_from = factory.SelfAttribute("starts_at")
    practitioner_busy_until = room_busy_until = patient_busy_until = factory.SelfAttribute("ends_at")
    state = VisitState.BOOKED
    nonce = factory.LazyFunction(uuid4)


@dataclass
class Clinic:
    """One location, practitioner, room, patient and kind of visit (half an hour)."""

    location: Location
    practitioner: User
    room: Room
    patient: Patient
    visit_type: VisitType

    def wishes(self, **changed: Any) -> dict[str, Any]:
        """Return what `book_visit` needs, for the day after tomorrow at 10:00 on the wall, with what is `changed`."""
        return {
            "patient": self.patient,
            "location": self.location,
            "visit_type": self.visit_type,
            "practitioner": self.practitioner,
            "room": self.room,
            "starts_at": self.at(10),
            "nonce": uuid4(),
            "by": None,
        } | changed

    def book(self, **changed: Any) -> Visit:
        return book_visit(**self.wishes(**changed))

    def at(self, hour: int, minute: int = 0, *, day: date | None = None) -> datetime:
        """Return the instant of that wall time, the day after tomorrow unless `day` is given."""
        wall = datetime.combine(day or self.day, time(hour, minute), self.location.tzinfo)
        return wall.astimezone(UTC)

    @property
    def day(self) -> date:
        return (timezone.now() + timedelta(days=2)).astimezone(self.location.tzinfo).date()


def a_clinic(zone: str = "Europe/London", opens: time = time(8), closes: time = time(20)) -> Clinic:
    """Return a clinic that is open, and whose practitioner works, every day from `opens` until `closes`."""
    location = LocationFactory(zone=zone)
    clinic = Clinic(
        location,
        PractitionerFactory(works_at=location),
        RoomFactory(location=location),
        PatientFactory(),
        VisitTypeFactory(),
    )
    open_all_week(location, opens, closes)
    works_all_week(clinic.practitioner, location, opens, closes)
    return clinic
