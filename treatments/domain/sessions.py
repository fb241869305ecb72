"""What happens at the visit: start, end of treatment, what was given, signature, and what is added later."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.diary.domain import states
from clinic.diary.models import VisitState
from clinic.kit.errors import Refusal
from clinic.practice.domain import audit
from clinic.practice.models import User
from treatments.domain.aftercare import begin_aftercare, correct_aftercare
from treatments.domain.readiness import Gap, gaps_before_start
from treatments.domain.schedule import follow_sessions, reckon_windows
from treatments.domain.session_record import (
    claim_writing,
    gaps_of_arrival,
    gaps_of_before_care,
    refuse_impossible_times,
    without_a_reason,
)
from treatments.models import Addendum, EndCorrection, Session, SessionOutcome, SessionState, Zone


class NotReady(Refusal):
    """Treatment cannot start; `gaps` says what is missing."""

    def __init__(self, gaps: list[Gap]) -> None:
        super().__init__(_("Treatment cannot start yet: ") + " ".join(gap.sentence for gap in gaps))
        self.gaps = gaps


@transaction.atomic
def start_session(*, session: Session, by: User) -> Session:
    """Begin the treatment of an arrived patient. Raises NotReady without consent or with an open stop or decision."""
    _may_inject(by)
    if gaps := gaps_before_start(session):
        raise NotReady(gaps)
    _claim(session, SessionState.PLANNED, SessionState.STARTED, treatment_started_at=timezone.now(), practitioner=by)
    if session.visit and session.visit.state == VisitState.ARRIVED:
        states.begin(visit=session.visit, by=by)
    return _moved_on(session, "session.start", by)


@transaction.atomic
def end_treatment(*, session: Session, by: User) -> Session:
    """The last injection is done: the aftercare clock starts now."""
    _may_inject(by)
    _claim(
        session,
        SessionState.STARTED,
        SessionState.ENDED,
        treatment_ended_at=timezone.now(),
        outcome=SessionOutcome.TREATED,
    )
    begin_aftercare(session=session, by=by)
    return _moved_on(session, "session.end_treatment", by)


@transaction.atomic
def record_past_treatment(
    *, session: Session, started_at: datetime, ended_at: datetime, reason: str, by: User
) -> Session:
    """Keep a treatment that was given without being started here; what was missing is listed with `reason`.

    Raises Refusal when the times cannot be (`refuse_impossible_times`), or when a gap has no reason.
    """
    _may_inject(by)
    if session.visit is None:
        raise Refusal(_("Book a visit for this session first: it says where the patient was treated."))
    refuse_impossible_times(session.visit, started_at, ended_at)
    gaps = [*gaps_before_start(session), *gaps_of_arrival(session.visit, started_at)]
    if gaps and not reason.strip():
        raise Refusal(_("Say why it was done without: ") + " ".join(gap.sentence for gap in gaps), field="reason")
    _claim(
        session,
        SessionState.PLANNED,
        SessionState.ENDED,
        treatment_started_at=started_at,
        treatment_ended_at=ended_at,
        outcome=SessionOutcome.TREATED,
        practitioner=by,
        gaps=[{"gap": gap.sentence, "reason": reason.strip()} for gap in gaps],
    )
    if session.visit.state == VisitState.ARRIVED:
        states.begin(visit=session.visit, by=by)
    begin_aftercare(session=session, by=by)
    return _moved_on(session, "session.record_past", by)


@transaction.atomic
def do_not_treat(*, session: Session, reason: str, by: User) -> Session:
    """Nothing was given, and why. A new session takes its place in the course, to be booked."""
    if not reason.strip():
        raise Refusal(_("Say why the patient was not treated."), field="reason")
    if session.state not in (SessionState.PLANNED, SessionState.STARTED):
        raise Refusal(_("This treatment has already ended."))
    _claim(
        session,
        session.state,
        SessionState.ENDED,
        outcome=SessionOutcome.NOT_TREATED,
        outcome_reason=reason.strip(),
        practitioner=by,
    )
    Session.objects.create(course=session.course, number=_next_number(session))
    return _moved_on(session, "session.not_treated", by)


@transaction.atomic
def record_given(
    *,
    session: Session,
    zones: list[Zone],
    given: list[dict[str, Any]],
    volume_ml: Decimal | None,
    points: int | None,
    notes: str,
    by: User,
    partly_because: str = "",
    gaps_because: str = "",
    seen: str | None = None,
) -> Session:
    """Write down what was given. It may be changed until the session is signed.

    `gaps_because` says why lines of the before-care checklist have no answer. `seen` is `what_is_written` as the
    writer saw it: raises WrittenMeanwhile where somebody else was first, and Refusal once nothing can be written.
    """
    row = claim_writing(session, seen=seen)
    outcome = SessionOutcome.PARTLY if partly_because.strip() else SessionOutcome.TREATED
    Session.objects.filter(pk=row.pk).update(
        given=given,
        given_volume_ml=volume_ml,
        points=points,
        notes=notes,
        outcome=outcome if row.state == SessionState.ENDED else row.outcome,
        outcome_reason=partly_because.strip(),
    )
    row.zones_treated.set(zones)
    Session.objects.filter(pk=row.pk).update(gaps=gaps_of_before_care(row, gaps_because))
    session.refresh_from_db()
    return _noted(session, "session.record_given", by)


@transaction.atomic
def sign_session(*, session: Session, by: User) -> Session:
    """Sign what was recorded; from now on only addenda are added.

    Raises Refusal before anything was written down, and while a line of the before-care checklist has neither an
    answer nor a reason for having none; what was answered since is no gap any more.
    """
    _may_inject(by)
    session.refresh_from_db()
    treated = session.outcome != SessionOutcome.NOT_TREATED
    if treated and session.given_volume_ml is None:
        raise Refusal(_("Write down what was given, then sign."))
    if treated and without_a_reason(session):
        sentence = _("Say why lines of the before-care checklist have no answer, or answer them; then sign.")
        raise Refusal(sentence, field="gaps_because")
    gaps = gaps_of_before_care(session, "") if treated else session.gaps
    _claim(session, SessionState.ENDED, SessionState.SIGNED, signed_at=timezone.now(), signed_by=by, gaps=gaps)
    return _noted(session, "session.sign", by)


@transaction.atomic
def add_addendum(*, session: Session, text: str, by: User) -> Addendum:
    """Add words beside a signed session."""
    if not text.strip():
        raise Refusal(_("Write the addendum."), field="text")
    if session.state != SessionState.SIGNED:
        raise Refusal(_("This session is not signed yet: change it instead."))
    addendum = Addendum.objects.create(session=session, text=text.strip(), by=by)
    _noted(session, "session.addendum", by)
    return addendum


@transaction.atomic
def correct_end(*, session: Session, ended_at: datetime, reason: str, by: User) -> Session:
    """Correct the recorded end of treatment: the aftercare is reckoned anew and the patient gets one marked correction.

    Raises Refusal for an end in the future, before the start, or without a reason.
    """
    if session.treatment_ended_at is None:
        raise Refusal(_("This treatment has not ended yet."))
    if not reason.strip():
        raise Refusal(_("Say why the time is corrected."), field="reason")
    if ended_at > timezone.now():
        raise Refusal(_("The end of treatment cannot lie in the future."), field="ended_at")
    if session.treatment_started_at and ended_at < session.treatment_started_at:
        raise Refusal(_("The end of treatment cannot lie before its start."), field="ended_at")
    was = session.treatment_ended_at
    if not Session.objects.filter(pk=session.pk, treatment_ended_at=was).update(treatment_ended_at=ended_at):
        raise Refusal(_("Somebody else has just changed this session. Look at it again."))
    EndCorrection.objects.create(session=session, was=was, now=ended_at, reason=reason.strip(), by=by)
    session.refresh_from_db()
    correct_aftercare(session=session, by=by)
    return _moved_on(session, "session.correct_end", by)


def _may_inject(by: User) -> None:
    if not by.may_inject:
        raise Refusal(_("Only a person who may inject can do this."))


def _claim(session: Session, old: str, new: str, **changes: Any) -> None:
    if not Session.objects.filter(pk=session.pk, state=old).update(state=new, **changes):
        raise Refusal(_("Somebody else has just changed this session. Look at it again."))
    session.refresh_from_db()


def _next_number(session: Session) -> int:
    last = session.course.sessions.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def _moved_on(session: Session, verb: str, by: Any) -> Session:
    """The plan follows its sessions, and so do the windows of those to come."""
    follow_sessions(plan=session.course.plan)
    reckon_windows(course=session.course)
    return _noted(session, verb, by)


def _noted(session: Session, verb: str, by: Any) -> Session:
    audit.record(verb=verb, about=session.key, by=by, location=session.visit.location if session.visit else None)
    return session
