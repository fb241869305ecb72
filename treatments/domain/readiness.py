"""What must be there before a needle is: an accepted plan, consent to it as it is now, no open stop or decision."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from clinic.diary.models import VisitState
from treatments.domain.care import care_items
from treatments.domain.consent import consent_gap
from treatments.domain.screening import open_findings
from treatments.models import CareItem, ChecklistTick, Level, PlanState, Session

TREATABLE = (PlanState.ACCEPTED, PlanState.ACTIVE)


@dataclass(frozen=True)
class Gap:
    """Something missing: what kind, and the sentence that says so."""

    kind: str
    sentence: str


def gaps_before_start(session: Session) -> list[Gap]:
    """Return what stands between this session and its start."""
    return [*_plan(session), *_arrival(session), *_consent(session), *_findings(session)]


def unanswered_before_care(session: Session, items: list[CareItem] | None = None) -> list[CareItem]:
    """Return the before-care items without an answer, or with a "no" that nobody decided.

    `items` are those of the session, where the caller has read them already.
    """
    ticks = latest_ticks(session)
    settled = {tick.care_item_id for tick in ticks if tick.done or tick.decision}
    asked = care_items(session, "pre") if items is None else items
    known = {item.pk for item in asked}
    answered_no = [tick.care_item for tick in ticks if tick.link is None and tick.care_item_id not in known]
    return [item for item in (*asked, *answered_no) if item.pk not in settled]


def latest_ticks(session: Session) -> list[ChecklistTick]:
    """Return the latest answer to each care item of `session`."""
    latest = {tick.care_item_id: tick for tick in session.ticks.all()}
    return list(latest.values())


def _arrival(session: Session) -> list[Gap]:
    if session.visit and session.visit.state in (VisitState.ARRIVED, VisitState.IN_TREATMENT):
        return []
    return [Gap("arrival", _("The patient has not been marked as arrived."))]


def _plan(session: Session) -> list[Gap]:
    plan = session.course.plan
    if plan.state in TREATABLE:
        return []
    return [Gap("plan", _("The plan is %(state)s.") % {"state": plan.get_state_display()})]


def _consent(session: Session) -> list[Gap]:
    sentence = consent_gap(session.course.plan)
    return [Gap("consent", sentence)] if sentence else []


def _findings(session: Session) -> list[Gap]:
    findings = open_findings(session.course.plan)
    stops = [finding for finding in findings if finding.level == Level.STOP]
    if stops:
        return [Gap("stop", _("Stop: %(sentence)s") % {"sentence": stop.sentence}) for stop in stops]
    return [Gap("decision", _("To decide: %(sentence)s") % {"sentence": one.sentence}) for one in findings]
