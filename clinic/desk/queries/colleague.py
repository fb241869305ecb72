"""What a colleague's leaving touches: the visits that are still to come."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from clinic.diary.models import Visit, VisitState
from clinic.diary.models.visits import OPEN_STATES
from clinic.practice.models import Location, User

AHEAD = (VisitState.REQUESTED, *OPEN_STATES)
HERE = (VisitState.ARRIVED, VisitState.IN_TREATMENT)


def visits_ahead(user: User, location: Location, *, now: datetime | None = None) -> QuerySet[Visit]:
    """Return whom `user` has yet to see at `location`, or is seeing, the next first. One query.

    A booking of earlier that nobody closed is no visit to come; a hold that has lapsed is none either.
    """
    moment = now or timezone.now()
    lapsed = Q(state=VisitState.HELD, held_until__lte=moment)
    still = Q(state__in=HERE) | Q(state__in=AHEAD, ends_at__gt=moment)
    visits = Visit.objects.at(location).filter(still, practitioner=user).exclude(lapsed)
    return visits.select_related("patient", "visit_type", "room").order_by("starts_at", "pk")
