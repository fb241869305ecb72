"""What the practice's pages need, each in a stated number of queries."""

from django.db.models import Prefetch, Q, QuerySet

from clinic.practice.models import AuditEntry, Location, Membership, User


def staff_of(location: Location) -> QuerySet[User]:
    """Return who works at `location`, each with their memberships there as `works_as`. Two queries."""
    here = Membership.objects.filter(location=location)
    people = User.objects.filter(memberships__location=location, is_active=True).distinct()
    return people.prefetch_related(Prefetch("memberships", queryset=here, to_attr="works_as"))


def trail(location: Location, about: str = "") -> QuerySet[AuditEntry]:
    """Return the audit entries of `location`, the newest first; about one key also those written without a place."""
    seen = Q(location=location) | Q(location=None, about=about) if about else Q(location=location)
    entries = AuditEntry.objects.filter(seen).select_related("user")
    return entries.filter(about=about) if about else entries
