from clinic.practice.models.audit import AuditEntry, AuditSeal
from clinic.practice.models.hours import Absence, ClosedDay, OpeningHours, StaffHours
from clinic.practice.models.places import Location, Practice, Room
from clinic.practice.models.staff import Membership, Role, User

__all__ = [
    "Absence",
    "AuditEntry",
    "AuditSeal",
    "ClosedDay",
    "Location",
    "Membership",
    "OpeningHours",
    "Practice",
    "Role",
    "Room",
    "StaffHours",
    "User",
]
