"""What the page of a session shows, gathered in one place."""

from collections.abc import Iterable
from typing import Any

from django.forms import Form
from django.utils import timezone

from treatments.domain.aftercare import latest_aftercare
from treatments.domain.care import care_items
from treatments.domain.composition import composition_of
from treatments.domain.readiness import gaps_before_start, latest_ticks, unanswered_before_care
from treatments.domain.screening import open_findings
from treatments.forms.sessions import AddendumForm, CorrectEndForm, GivenForm, NotTreatedForm, PastTreatmentForm
from treatments.models import Session, SessionState
from treatments.queries.interview import Question, Topic, interview
from treatments.queries.strip import safety_strip
from treatments.rules.wording import show_dose, show_volume


def session_page(session: Session, *, forms: dict[str, Form] | None = None) -> dict[str, Any]:
    """Return the context of treatments/session.html; `forms` are bound ones to show again with their errors."""
    plan, checklist = session.course.plan, before_care_rows(session)
    return {
        "session": session,
        "plan": plan,
        "patient": plan.patient,
        "strip": safety_strip(plan.patient, plan=plan) | {"session": ""},
        "gaps": gaps_before_start(session) if session.state == SessionState.PLANNED else [],
        "asked_today": by_topic(asked_today(session)) if session.state == SessionState.PLANNED else [],
        "checklist": checklist,
        "open_items": unanswered_before_care(session, [row["item"] for row in checklist]),
        "given": session.given or given_lines(session),
        "aftercare": latest_aftercare(session),
        "corrections": session.end_corrections.select_related("by"),
        "addenda": session.addenda.select_related("by"),
        **_forms(session),
        **(forms or {}),
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


def given_lines(session: Session) -> list[dict[str, str]]:
    """Return the lines of the session's recipe, worked out, in words: ingredient, volume, dose."""
    version = session.course.recipe_version
    if version is None:
        return []
    worked = composition_of(version).work_out()
    return [
        {
            "key": line.ingredient,
            "ingredient": line.name,
            "volume": show_volume(line.volume_ml),
            "dose": show_dose(line.dose) if line.dose else "",
        }
        for line in worked.lines
    ]


def _forms(session: Session) -> dict[str, Form]:
    now = timezone.localtime().replace(second=0, microsecond=0)
    return {
        "given_form": GivenForm(session=session, initial=_given_so_far(session)),
        "not_treated_form": NotTreatedForm(prefix="not"),
        "past_form": PastTreatmentForm(prefix="past", initial={"started_at": now, "ended_at": now}),
        "correct_form": CorrectEndForm(prefix="correct", initial={"ended_at": session.treatment_ended_at}),
        "addendum_form": AddendumForm(prefix="add"),
    }


def _given_so_far(session: Session) -> dict[str, Any]:
    version = session.course.recipe_version
    planned = version.target_volume_ml if version else None
    volume = session.given_volume_ml if session.given_volume_ml is not None else planned
    return {
        "zones": list(session.zones_treated.all()) or list(session.course.zones.all()),
        "volume_ml": volume,
        "points": session.points,
        "notes": session.notes,
        "partly_because": session.outcome_reason,
    }
