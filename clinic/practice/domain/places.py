"""Locations and rooms."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.domain import audit
from clinic.practice.models import Location, Practice, Room


@transaction.atomic
def describe_practice(*, practice: Practice, name: str, letterhead: str, by: Any) -> Practice:
    """Change the practice's name and letterhead."""
    practice.name, practice.letterhead = name, letterhead
    practice.save(update_fields=["name", "letterhead"])
    audit.record(verb="practice.describe", about="practice", by=by)
    return practice


@transaction.atomic
def set_single_practitioner(*, practice: Practice, on: bool, by: Any) -> Practice:
    """Switch single-practitioner mode on or off: whoever writes a recipe approves it alone, after a blind second entry.

    Raises Refusal unless `by` is the owner.
    """
    if not by.is_owner:
        raise Refusal(_("Only the owner switches single-practitioner mode."))
    practice.single_practitioner = on
    practice.save(update_fields=["single_practitioner"])
    audit.record(verb="practice.single_practitioner", about="practice", by=by, details={"on": on})
    return practice


@transaction.atomic
def add_location(*, by: Any, **described: Any) -> Location:
    """Return a new location. Raises Refusal when another has the name."""
    try:
        with transaction.atomic():
            location = Location.objects.create(**described)
    except IntegrityError as error:
        raise Refusal(_("Another location has this name."), field="name") from error
    audit.record(verb="location.add", about=f"location:{location.uuid}", by=by, location=location)
    return location


@transaction.atomic
def describe_location(*, location: Location, by: Any, **described: Any) -> Location:
    """Change a location's name, address, zone, telephone, emergency number or letterhead."""
    for field, value in described.items():
        setattr(location, field, value)
    location.save(update_fields=[*described])
    audit.record(
        verb="location.describe",
        about=f"location:{location.uuid}",
        by=by,
        location=location,
        details={"fields": sorted(described)},
    )
    return location


@transaction.atomic
def add_room(*, location: Location, name: str, by: Any) -> Room:
    """Return the room `name` of `location`, in use; a room taken out of use earlier comes back."""
    room, _made = Room.objects.update_or_create(location=location, name=name.strip(), defaults={"active": True})
    audit.record(verb="room.add", about=f"room:{room.uuid}", by=by, location=location)
    return room


@transaction.atomic
def retire_room(*, room: Room, by: Any) -> Room:
    """Take a room out of use. What is booked in it stays."""
    room.active = False
    room.save(update_fields=["active"])
    audit.record(verb="room.retire", about=f"room:{room.uuid}", by=by, location=room.location)
    return room
