"""What is still missing before a booked treatment, in words that say nothing clinical."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from treatments.domain.consent import consent_gaps
from treatments.models import Finding, Plan, Session, SessionState


@dataclass(frozen=True)
class Readiness:
    """Of several plans at once: which are consented to, and in which somebody must still decide."""

    consented: frozenset[int] = field(default_factory=frozenset)
    undecided: frozenset[int] = field(default_factory=frozenset)

    def marks(self, sessions: Sequence[Session]) -> list[str]:
        """Return what the sessions to come lack: "consent" and "decision", or "cleared" when nothing is missing."""
        plans = {session.course.plan_id for session in sessions if session.state == SessionState.PLANNED}
        if not plans:
            return []
        lacking = [("consent", not plans <= self.consented), ("decision", bool(plans & self.undecided))]
        return [mark for mark, lacks in lacking if lacks] or ["cleared"]


def readiness_of(sessions: Iterable[Session]) -> Readiness:
    """Look at the plans of `sessions` (with their course and plan at hand). At most five queries."""
    plans = {session.course.plan_id: session.course.plan for session in sessions}
    return Readiness(_consented(plans.values()), _undecided(plans))


def _consented(plans: Iterable[Plan]) -> frozenset[int]:
    """The judgement is the one that lets a treatment start: a plan changed since it was signed is not consented to."""
    return frozenset(plan for plan, gap in consent_gaps(plans).items() if not gap)


def _undecided(plans: Iterable[int]) -> frozenset[int]:
    found = Finding.objects.filter(screening__plan__in=list(plans)).open()
    return frozenset(found.order_by().values_list("screening__plan", flat=True))
