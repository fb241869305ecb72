"""Answers to the checklist of a session: before care by staff, aftercare by the patient."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.domain import audit
from clinic.practice.models import User
from patients.domain.facts import record_condition
from patients.models import Answer
from treatments.domain.readiness import latest_ticks
from treatments.domain.screening import rescreen
from treatments.models import CareItem, ChecklistTick, Session, SessionState

BEFORE_THE_END = (SessionState.PLANNED, SessionState.STARTED)
DECISION_LENGTH = 300


@transaction.atomic
def answer_before_care(*, session: Session, item: CareItem, done: bool, decision: str = "", by: User) -> ChecklistTick:
    """Note whether the patient kept to `item`. A "no" needs a clinician's decision, else it is a gap of the record.

    Raises Refusal once the session is signed.
    """
    if len(decision) > DECISION_LENGTH:
        raise Refusal(_("Say in at most %(most)s letters what you decided.") % {"most": DECISION_LENGTH})
    if Session.objects.filter(pk=session.pk, state=SessionState.SIGNED).exists():
        raise Refusal(_("A signed session does not change: add an addendum."))
    tick = ChecklistTick.objects.create(session=session, care_item=item, done=done, decision=decision.strip(), by=by)
    audit.record(verb="checklist.answer", about=session.key, by=by, details={"item": item.key, "done": done})
    return tick


@transaction.atomic
def keep_before_care(*, session: Session, answers: dict[CareItem, tuple[bool, str]], by: User) -> list[ChecklistTick]:
    """Keep each answer (item → kept to it, what was decided) that is not kept already; return those that were new."""
    kept = {tick.care_item_id: (tick.done, tick.decision) for tick in latest_ticks(session)}
    return [
        answer_before_care(session=session, item=item, done=done, decision=decision, by=by)
        for item, (done, decision) in answers.items()
        if kept.get(item.pk) != (done, decision.strip())
    ]


@transaction.atomic
def answer_today(*, session: Session, answers: dict[str, str], by: User) -> None:
    """Keep what the patient answered at the visit (condition key → "yes" or "no"), and screen anew.

    An answer other than yes or no is not given: it changes nothing. Raises Refusal once the treatment has ended: what
    is asked for the day decides whether it may start.
    """
    if not Session.objects.filter(pk=session.pk, state__in=BEFORE_THE_END).exists():
        raise Refusal(_("This treatment has ended: write down what the patient says now in a consultation."))
    patient, place = session.course.plan.patient, session.course.plan.location
    for key, answer in answers.items():
        if answer in (Answer.YES, Answer.NO):
            record_condition(patient=patient, code=key, answer=answer, by=by, location=place)
    rescreen(patient=patient, by=by)


@transaction.atomic
def tick_aftercare(*, session: Session, item: CareItem, done: bool, link: Any) -> ChecklistTick:
    """Note what the patient ticked on the aftercare page behind `link`."""
    tick = ChecklistTick.objects.create(session=session, care_item=item, done=done, link=link.uuid)
    audit.record(verb="aftercare.tick", about=session.key, by=link, details={"item": item.key, "done": done})
    return tick
