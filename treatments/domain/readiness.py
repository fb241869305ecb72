"""What must be there before a needle is: consent, no open stop, no open decision, the before-care answered."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from clinic.diary.models import VisitState
from patients.domain.consents import standing_consent
from patients.models.consents import ConsentPurpose
from treatments.domain.screening import open_findings
from treatments.models import CareItem, ChecklistTick, Level, Session


@dataclass(frozen=True)
class Gap:
    """Something missing: what kind, and the sentence that says so."""

    kind: str
    sentence: str


def gaps_before_start(session: Session) -> list[Gap]:
    """Return what stands between this session and its start."""
    return [*_arrival(session), *_consent(session), *_findings(session)]


def unanswered_before_care(session: Session, items: list[CareItem]) -> list[CareItem]:
    """Return the before-care items without an answer, or with a "no" that nobody decided."""
    settled = {tick.care_item_id for tick in latest_ticks(session) if tick.done or tick.decision}
    return [item for item in items if item.pk not in settled]


def latest_ticks(session: Session) -> list[ChecklistTick]:
    """Return the latest answer to each care item of `session`."""
    latest = {tick.care_item_id: tick for tick in session.ticks.all()}
    return list(latest.values())


def _arrival(session: Session) -> list[Gap]:
    if session.visit and session.visit.state in (VisitState.ARRIVED, VisitState.IN_TREATMENT):
        return []
    return [Gap("arrival", _("The patient has not been marked as arrived."))]


def _consent(session: Session) -> list[Gap]:
    plan = session.course.plan
    if standing_consent(patient=plan.patient, purpose=ConsentPurpose.TREATMENT, covering=plan.key):
        return []
    return [Gap("consent", _("There is no signed consent for this plan."))]


def _findings(session: Session) -> list[Gap]:
    findings = open_findings(session.course.plan)
    stops = [finding for finding in findings if finding.level == Level.STOP]
    if stops:
        return [Gap("stop", _("Stop: %(sentence)s") % {"sentence": stop.sentence}) for stop in stops]
    return [Gap("decision", _("To decide: %(sentence)s") % {"sentence": one.sentence}) for one in findings]
