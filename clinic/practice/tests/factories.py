"""A practice to test in. `PractitionerFactory(works_at=location)` is somebody who may open that location's pages."""

from datetime import time
from typing import Any

import factory
from factory.django import DjangoModelFactory

from clinic.practice.models import (
    Location,
    Membership,
    OpeningHours,
    Practice,
    Role,
    Room,
    StaffHours,
    User,
)


class PracticeFactory(DjangoModelFactory[Practice]):
    class Meta:
        model = Practice
        django_get_or_create = ("pk",)

    pk = 1
    name = "Example Clinic"


class LocationFactory(DjangoModelFactory[Location]):
    class Meta:
        model = Location

    name = factory.Sequence(lambda n: f"Example Street {n}")
    address = "1 Example Street\nExampleton"
    zone = "Europe/London"
    phone = "+442079460100"
    emergency_number = "112"


class RoomFactory(DjangoModelFactory[Room]):
    class Meta:
        model = Room

    location = factory.SubFactory(LocationFactory)
    name = factory.Sequence(lambda n: f"Room {n}")


class UserFactory(DjangoModelFactory[User]):
    """Somebody who signs in by `client.force_login`. Give `password=` only if the test types it: hashing is slow.

    `works_at=` a location (or several) makes memberships in `role=`, a Role or several.
    """

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"staff{n}@example.test")
    name = factory.Sequence(lambda n: f"Staff {n}")
    role: Any = Role.FRONT_DESK
    works_at: Any = None
    password: str | None = None

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, role: Any, works_at: Any, **fields: Any) -> User:
        user = model_class.objects.create_user(**fields)
        for place in _several(works_at):
            for one in _several(role):
                Membership.objects.create(user=user, location=place, role=one)
        return user


class FrontDeskFactory(UserFactory):
    """Somebody at the front desk, with none of the three permissions."""


class PractitionerFactory(UserFactory):
    """A practitioner who may prescribe and inject."""

    role = Role.PRACTITIONER
    title = "Dr"
    may_prescribe = True
    may_inject = True


class DirectorFactory(PractitionerFactory):
    """A medical director, who may approve too."""

    role = Role.MEDICAL_DIRECTOR
    may_approve = True


class ManagerFactory(UserFactory):
    """A manager, with none of the three permissions."""

    role = Role.MANAGER


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    location = factory.SubFactory(LocationFactory)
    role = Role.PRACTITIONER


def open_all_week(location: Location, opens: time = time(8), closes: time = time(20)) -> None:
    """Open `location` every day of the week, Sunday too, from `opens` until `closes` (wall time)."""
    OpeningHours.objects.bulk_create(
        OpeningHours(location=location, weekday=day, opens=opens, closes=closes) for day in range(7)
    )


def works_all_week(user: User, location: Location, starts: time = time(8), ends: time = time(20)) -> None:
    """Let `user` work at `location` every day of the week, Sunday too, from `starts` until `ends` (wall time)."""
    StaffHours.objects.bulk_create(
        StaffHours(user=user, location=location, weekday=day, starts=starts, ends=ends) for day in range(7)
    )


def _several(one_or_more: Any) -> list[Any]:
    if one_or_more is None:
        return []
    return list(one_or_more) if isinstance(one_or_more, (list, tuple, set)) else [one_or_more]
