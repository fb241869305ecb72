"""Answers to the checklist of a session: before care by staff, aftercare by the patient."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.domain import audit
from clinic.practice.models import User
from patients.domain.facts import record_condition
from patients.models import Answer
from treatments.domain.screening import rescreen
from treatments.models import CareItem, ChecklistTick, Session, SessionState


@transaction.atomic
def answer_before_care(*, session: Session, item: CareItem, done: bool, decision: str = "", by: User) -> ChecklistTick:
    """Note whether the patient kept to `item`. A "no" needs a clinician's decision before the treatment is ended.

    Raises Refusal once the session is signed.
    """
    if session.state == SessionState.SIGNED:
        raise Refusal(_("A signed session does not change: add an addendum."))
    tick = ChecklistTick.objects.create(session=session, care_item=item, done=done, decision=decision.strip(), by=by)
    audit.record(verb="checklist.answer", about=session.key, by=by, details={"item": item.key, "done": done})
    return tick


@transaction.atomic
def answer_today(*, session: Session, answers: dict[str, str], by: User) -> None:
    """Keep what the patient answered at the visit (condition key → "yes" or "no"), and screen anew.

    An answer other than yes or no is not given: it changes nothing.
    """
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
