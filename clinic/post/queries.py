"""What pages need of the outbox, in a stated number of queries."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from clinic.post.kinds import kind_title
from clinic.post.models import MessageState, OutgoingMessage
from clinic.post.models.messages import OutgoingMessageQuerySet
from clinic.practice.models import Location
from patients.search import known_patients

ATTENTION = "attention"
DESK = "desk"
NOW, LATER, ALL = "now", "later", "all"


@dataclass(frozen=True)
class Wish:
    """What somebody looks for: a time, a state ("attention" and "desk" are more than one), a kind, a patient.

    NOW is everything due up to the end of tomorrow, LATER what is due after that.
    """

    state: str = ""
    kind: str = ""
    sought: str = ""
    when: str = ALL


def messages_of(location: Location, wish: Wish) -> OutgoingMessageQuerySet:
    """Return the messages of `location` that `wish` asks for, in one query, whatever it holds.

    Latest due first; of what is due later, the next first.
    """
    found = _in_state(_at_time(location, wish.when), wish.state)
    if wish.kind:
        found = found.filter(kind=wish.kind)
    if wish.sought:
        found = found.filter(patient__in=known_patients(location, wish.sought).order_by().values("pk"))
    return found.select_related("patient", "user", "document").defer("body_text", "body_html", "calendar", "context")


def desk_tasks(location: Location) -> OutgoingMessageQuerySet:
    """Return what the desk of `location` has to print or say by telephone now, longest due first. One query."""
    tasks = OutgoingMessage.objects.on_the_desk().filter(location=location)
    return tasks.select_related("patient", "document").order_by("due_at", "pk")


def needing_attention(location: Location) -> OutgoingMessageQuerySet:
    """Return the messages of `location` that did not go as planned. One query."""
    return OutgoingMessage.objects.needs_attention().filter(location=location).select_related("patient", "user")


def kinds_of(location: Location) -> list[tuple[str, str]]:
    """Return (kind, title) of every kind that `location` has sent or planned. One query."""
    kinds = OutgoingMessage.objects.filter(location=location).order_by().values_list("kind", flat=True).distinct()
    return sorted(((kind, kind_title(kind)) for kind in kinds), key=lambda pair: pair[1])


def _at_time(location: Location, when: str) -> OutgoingMessageQuerySet:
    here = OutgoingMessage.objects.filter(location=location)
    if when == NOW:
        return here.filter(due_at__lt=_end_of_tomorrow(location))
    if when == LATER:
        return here.filter(due_at__gte=_end_of_tomorrow(location)).order_by("due_at", "pk")
    return here


def _end_of_tomorrow(location: Location) -> datetime:
    """The midnight that ends tomorrow on the wall of `location`."""
    tomorrow = timezone.localdate(timezone=location.tzinfo) + timedelta(days=1)
    return datetime.combine(tomorrow + timedelta(days=1), time.min, location.tzinfo)


def _in_state(messages: OutgoingMessageQuerySet, state: str) -> OutgoingMessageQuerySet:
    if state == ATTENTION:
        return messages.needs_attention()
    if state == DESK:
        return messages.on_the_desk()
    return messages.filter(state=state) if state in MessageState.values else messages
