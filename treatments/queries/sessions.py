"""What the page of a session shows, gathered in one place."""

from collections.abc import Iterable
from typing import Any

from treatments.domain.aftercare import latest_aftercare
from treatments.domain.care import care_items
from treatments.domain.readiness import gaps_before_start, latest_ticks, unanswered_before_care
from treatments.domain.screening import open_findings
from treatments.models import Session, SessionState
from treatments.queries.interview import Question, Topic, interview
from treatments.queries.session_recipe import session_recipe
from treatments.queries.strip import safety_strip


def session_page(session: Session) -> dict[str, Any]:
    """Return the context of treatments/session.html, but for its forms."""
    plan, checklist = session.course.plan, before_care_rows(session)
    gaps = gaps_before_start(session) if session.state == SessionState.PLANNED else []
    return {
        "session": session,
        "plan": plan,
        "patient": plan.patient,
        "strip": safety_strip(plan.patient, plan=plan) | {"session": ""},
        "gaps": gaps,
        "lacks_consent": any(gap.kind == "consent" for gap in gaps),
        "asked_today": by_topic(asked_today(session)) if session.state == SessionState.PLANNED else [],
        "checklist": checklist,
        "open_lines": unanswered_before_care(session, [row["item"] for row in checklist]),
        "worked": session_recipe(session),
        "zones": list(session.course.zones.all()),
        "zones_treated": list(session.zones_treated.all()),
        "aftercare": latest_aftercare(session),
        "corrections": session.end_corrections.select_related("by"),
        "addenda": session.addenda.select_related("by"),
    }


def asked_today(session: Session) -> list[Question]:
    """Return the questions whose answer today would settle an open finding of the plan."""
    plan = session.course.plan
    wanted = {key for finding in open_findings(plan) for key in finding.ask}
    if not wanted:
        return []
    return [asked for asked in interview(plan.patient, location=plan.location).questions if asked.key in wanted]


def by_topic(questions: Iterable[Question]) -> list[tuple[Topic, list[Question]]]:
    """Return the questions under their topics, what changes from visit to visit first; empty topics left out."""
    under: dict[Topic, list[Question]] = {topic: [] for topic in Topic}
    for asked in questions:
        under[asked.topic].append(asked)
    return [(topic, several) for topic, several in under.items() if several]


def before_care_rows(session: Session) -> list[dict[str, Any]]:
    """Return each before-care item with its latest answer."""
    ticks = {tick.care_item_id: tick for tick in latest_ticks(session)}
    return [{"item": item, "tick": ticks.get(item.pk)} for item in care_items(session, "pre")]
