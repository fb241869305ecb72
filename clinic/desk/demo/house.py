"""The demonstration's two places, its rooms, hours and staff."""

from dataclasses import dataclass
from datetime import time

from clinic.desk.demo.people import CLINIC, MANAGER, PASSWORD, STAFF, Person
from clinic.practice.domain.hours import set_opening_hours, set_staff_hours
from clinic.practice.domain.opening import open_practice
from clinic.practice.domain.places import add_location, add_room
from clinic.practice.domain.staff import add_staff
from clinic.practice.models import Location, Room, User

OPEN = dict.fromkeys(range(7), ((time(9), time(18)),))
"""Every day of the week, so that today is never empty."""
LETTERHEAD = f"{CLINIC}\nA demonstration: every person and every record is made up."


@dataclass(frozen=True)
class House:
    """Who and what there is; `staff` by the first part of the address."""

    london: Location
    new_york: Location
    staff: dict[str, User]
    rooms: dict[str, Room]

    def room_of(self, who: User) -> Room:
        """Return the room in which `who` usually works: one each, so that nobody waits for another's."""
        return self.rooms[who.email]


def build() -> House:
    """Set the clinic up and return it."""
    owner = _open()
    london = Location.objects.get()
    new_york = add_location(
        by=owner, name="New York, Sample Avenue", address="1 Sample Avenue\nNew York", zone="America/New_York",
        phone="+12125550123", emergency_number="911", letterhead=LETTERHEAD,
    )  # fmt: skip
    set_opening_hours(location=new_york, week=OPEN, by=owner)
    places = {"L": london, "N": new_york}
    staff = {"manager": owner} | {person.email.split("@")[0]: _hire(person, places, owner) for person in STAFF}
    for letter in MANAGER.places[1:]:
        _join(MANAGER, places[letter], owner)
    return House(london, new_york, staff, _rooms(staff, places, owner))


def _open() -> User:
    return open_practice(
        clinic=CLINIC,
        letterhead=LETTERHEAD,
        owner_name=MANAGER.name,
        email=MANAGER.email,
        password=PASSWORD,
        treats=False,
        location="London, Sample Street",
        address="1 Sample Street\nLondon",
        zone="Europe/London",
        phone="+442079460100",
        emergency_number="999",
        week=OPEN,
        rooms=[],
    )


def _hire(person: Person, places: dict[str, Location], owner: User) -> User:
    user = next(iter([_join(person, places[letter], owner) for letter in person.places]))
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    if "may_inject" in person.may and "may_approve" not in person.may:
        for letter in person.places:
            set_staff_hours(user=user, location=places[letter], week=OPEN, by=owner)
    return user


def _join(person: Person, place: Location, owner: User) -> User:
    return add_staff(
        location=place, email=person.email, name=person.name, title=person.title, roles=person.roles,
        permissions=person.may, by=owner,
    )  # fmt: skip


def _rooms(staff: dict[str, User], places: dict[str, Location], owner: User) -> dict[str, Room]:
    treating = [person for person in STAFF if "may_inject" in person.may and "may_approve" not in person.may]
    return {
        person.email: add_room(location=places[person.places[0]], name=f"Room {number}", by=owner)
        for number, person in enumerate(treating, start=1)
    }
