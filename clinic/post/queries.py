"""What pages need of the outbox, in a stated number of queries."""

from dataclasses import dataclass

from clinic.post.kinds import kind_title
from clinic.post.models import MessageState, OutgoingMessage
from clinic.post.models.messages import OutgoingMessageQuerySet
from clinic.practice.models import Location
from patients.search import known_patients

ATTENTION = "attention"
DESK = "desk"


@dataclass(frozen=True)
class Wish:
    """What somebody looks for: a state ("attention" and "desk" are more than one), a kind, a patient."""

    state: str = ""
    kind: str = ""
    sought: str = ""


def messages_of(location: Location, wish: Wish) -> OutgoingMessageQuerySet:
    """Return the messages of `location` that `wish` asks for, latest due first. One query, whatever it holds."""
    found = _in_state(OutgoingMessage.objects.filter(location=location), wish.state)
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


def _in_state(messages: OutgoingMessageQuerySet, state: str) -> OutgoingMessageQuerySet:
    if state == ATTENTION:
        return messages.needs_attention()
    if state == DESK:
        return messages.on_the_desk()
    return messages.filter(state=state) if state in MessageState.values else messages
