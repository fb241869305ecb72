"""Answers to the checklist of a session: before care by staff, aftercare by the patient."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.domain import audit
from clinic.practice.models import User
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
def tick_aftercare(*, session: Session, item: CareItem, done: bool, link: Any) -> ChecklistTick:
    """Note what the patient ticked on the aftercare page behind `link`."""
    tick = ChecklistTick.objects.create(session=session, care_item=item, done=done, link=link.uuid)
    audit.record(verb="aftercare.tick", about=session.key, by=link, details={"item": item.key, "done": done})
    return tick
