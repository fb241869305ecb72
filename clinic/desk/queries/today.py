"""Today at one location: who is where, and what needs attention."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise

from clinic.desk.queries.readiness import readiness_of
from clinic.desk.stages import EXPECTED, HERE, LEAVING, TITLES, has_ended, stage_of
from clinic.diary.models import Visit
from clinic.diary.queries import visits_of_day
from clinic.post.models import OutgoingMessage
from clinic.post.queries import desk_tasks, needing_attention
from clinic.practice.models import Location
from treatments.models import Reaction, Session, SessionState

AT_MOST = 5


@dataclass(frozen=True)
class Line:
    """One visit on the page."""

    visit: Visit
    sessions: list[Session]
    stage: str
    marks: list[str]

    @property
    def is_late(self) -> bool:
        """Still expected although the time has passed."""
        return self.stage == EXPECTED and self.visit.starts_at < timezone.now()

    @property
    def may_check_out(self) -> bool:
        """All its sessions have ended, or it has none and the patient is in the house."""
        without = self.stage == HERE and not self.sessions
        return self.stage == LEAVING or without or has_ended([session.state for session in self.sessions])


@dataclass(frozen=True)
class Stage:
    key: str
    title: str | Promise
    lines: list[Line]


@dataclass(frozen=True)
class Attention:
    """What waits for somebody. Every report; of the other lists AT_MOST, and whether there are more behind."""

    reactions: list[Reaction]
    messages: list[OutgoingMessage]
    tasks: list[OutgoingMessage]
    unsigned: list[Session]
    more: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.reactions or self.messages or self.tasks or self.unsigned)


def stages_of_day(location: Location, day: date) -> list[Stage]:
    """Return the visits of `day` by stage, empty stages left out. At most seven queries, however many."""
    visits = list(visits_of_day(location, day))
    sessions = _sessions_of(visits)
    ready = readiness_of(session for several in sessions.values() for session in several)
    lines: dict[str, list[Line]] = defaultdict(list)
    for visit in visits:
        its = sessions[visit.pk]
        if stage := stage_of(visit.state, [session.state for session in its]):
            lines[stage].append(Line(visit, its, stage, ready.marks(its)))
    return [Stage(key, title, lines[key]) for key, title in TITLES.items() if lines[key]]


def attention(location: Location, *, clinical: bool) -> Attention:
    """Return what waits for somebody at `location`; unsigned sessions only for the clinical staff. Four queries."""
    lists = {
        "messages": list(needing_attention(location)[: AT_MOST + 1]),
        "tasks": list(desk_tasks(location)[: AT_MOST + 1]),
        "unsigned": list(unsigned_sessions(location)[: AT_MOST + 1]) if clinical else [],
    }
    return Attention(
        reactions=list(unseen_reactions(location)),
        more=frozenset(name for name, found in lists.items() if len(found) > AT_MOST),
        **{name: found[:AT_MOST] for name, found in lists.items()},
    )


def unseen_reactions(location: Location) -> Any:
    """Return the patients' reports that nobody has acknowledged, however old; the newest first. One query."""
    return Reaction.objects.awaiting_answer().filter(location=location).select_related("patient", "session")


def unsigned_sessions(location: Location) -> Any:
    """Return the sessions that have ended and wait for a signature, longest first. One query."""
    waiting = Session.objects.filter(state=SessionState.ENDED, visit__location=location)
    return waiting.select_related("visit", "course__plan__patient", "practitioner").order_by("treatment_ended_at", "pk")


def today_at(location: Location) -> date:
    """Return the day on the wall of `location`."""
    return timezone.localdate(timezone=location.tzinfo)


def _sessions_of(visits: Iterable[Visit]) -> dict[int | None, list[Session]]:
    found: dict[int | None, list[Session]] = defaultdict(list)
    for session in Session.objects.filter(visit__in=list(visits)).select_related("course__plan", "course__concern"):
        found[session.visit_id].append(session)
    return found
