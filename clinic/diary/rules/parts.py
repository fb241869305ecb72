"""How the parts of a visit keep the practitioner, the room and the patient busy."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from clinic.diary.rules.spans import Span

RESOURCES = ("practitioner", "room", "patient")


class Part(NamedTuple):
    """A stretch of a visit: how long it lasts and whom it needs."""

    minutes: int
    practitioner: bool = True
    room: bool = True
    patient: bool = True


class Reach(NamedTuple):
    """From when until when a resource is needed, in minutes after the start the patient is told."""

    begins: int
    ends: int


class Busy(NamedTuple):
    """The busy time of each resource of one visit, in UTC. The patient's is the start and end as told."""

    practitioner: Span
    room: Span
    patient: Span


class NeedsNobody(ValueError):
    """No part of the visit needs the resource named by `resource`."""

    def __init__(self, resource: str) -> None:
        super().__init__(f"no part needs the {resource}")
        self.resource = resource


def reaches(parts: Sequence[Part]) -> dict[str, Reach]:
    """Return how far each resource is needed, from the first part that needs it to the end of the last.

    What lies between is needed too: a practitioner does not leave between two parts. Raises NeedsNobody when no part
    needs a resource.
    """
    raw = {resource: _reach(parts, resource) for resource in RESOURCES}
    told = raw["patient"].begins
    return {resource: Reach(reach.begins - told, reach.ends - told) for resource, reach in raw.items()}


def _reach(parts: Sequence[Part], resource: str) -> Reach:
    begins, ends, clock = None, 0, 0
    for part in parts:
        if getattr(part, resource) and part.minutes > 0:
            begins = clock if begins is None else begins
            ends = clock + part.minutes
        clock += part.minutes
    if begins is None:
        raise NeedsNobody(resource)
    return Reach(begins, ends)


def busy_spans(starts_at: datetime, parts: Sequence[Part]) -> Busy:
    """Return when a visit told to start at `starts_at` (aware) keeps each resource busy. Raises NeedsNobody."""
    start = starts_at.astimezone(UTC)
    needed = reaches(parts)
    return Busy(*(_at(start, needed[resource]) for resource in RESOURCES))


def _at(start: datetime, reach: Reach) -> Span:
    return start + timedelta(minutes=reach.begins), start + timedelta(minutes=reach.ends)
