"""Setting the clinic up, once."""

from collections.abc import Sequence
from datetime import time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.domain import audit
from clinic.practice.domain.hours import Week, set_opening_hours, set_staff_hours
from clinic.practice.domain.staff import PERMISSIONS
from clinic.practice.models import Location, Membership, Practice, Role, Room, User

WORKDAYS = ((time(9), time(18)),)


@transaction.atomic
def open_practice(
    *,
    clinic: str,
    letterhead: str,
    owner_name: str,
    email: str,
    password: str,
    treats: bool,
    location: str,
    address: str,
    zone: str,
    phone: str,
    emergency_number: str,
    week: Week,
    rooms: Sequence[str],
) -> User:
    """Set the practice up with its first location, and return its owner, who manages it.

    An owner who `treats` is its practitioner and medical director too, works its opening hours and holds the three
    permissions. Raises Refusal when somebody was faster.
    """
    try:
        with transaction.atomic():
            Practice(pk=1, name=clinic, letterhead=letterhead).save(force_insert=True)
    except IntegrityError as error:
        raise Refusal(_("This clinic is set up already.")) from error
    place = Location.objects.create(
        name=location,
        address=address,
        zone=zone,
        phone=phone,
        emergency_number=emergency_number,
        letterhead=letterhead,
    )
    Room.objects.bulk_create(Room(location=place, name=name) for name in dict.fromkeys(rooms))
    owner = _make_owner(place, email, password, owner_name, treats)
    set_opening_hours(location=place, week=week, by=owner)
    if treats:
        set_staff_hours(user=owner, location=place, week=week, by=owner)
    audit.record(verb="practice.open", about=f"location:{place.uuid}", by=owner, location=place)
    return owner


def _make_owner(place: Location, email: str, password: str, name: str, treats: bool) -> User:
    owner = User.objects.create_user(email, password, name=name, is_owner=True, **dict.fromkeys(PERMISSIONS, treats))
    roles = [Role.MANAGER, *([Role.PRACTITIONER, Role.MEDICAL_DIRECTOR] if treats else [])]
    Membership.objects.bulk_create(Membership(user=owner, location=place, role=role) for role in roles)
    return owner
