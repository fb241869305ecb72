"""How bad it is at the start and later: on one of the concern's scales, in words, in the patient's own words."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal, whole
from clinic.practice.domain import audit
from clinic.practice.models import User
from treatments.domain.plans import GOAL_LENGTH, claim
from treatments.models import Assessment, Course, OutcomeScale, PlanState, Status
from treatments.models.plans import OPEN_STATES
from treatments.rules.numbers import show_number
from treatments.rules.scores import is_within, read_score


@transaction.atomic
def assess(
    *,
    course: Course,
    scale: OutcomeScale | None = None,
    score: str = "",
    moment: str = Assessment.Moment.BASELINE,
    severity: str = "",
    better: str = "",
    note: str = "",
    goal: str | None = None,
    edition: int | None = None,
    by: User,
) -> Assessment:
    """Rate the course's concern at a moment; it stands beside earlier ratings. `goal`: the patient's own words, kept
    with the plan. `better` is which way the scale was read, its own direction if not said.

    Raises Refusal for a stopped plan, a scale of another concern, a score outside the scale's range, neither score nor
    severity.
    """
    plan = course.plan
    words = {} if goal is None else {"goal": whole(goal, most=GOAL_LENGTH, field="goal")}
    claim(plan, edition=edition, states=[*OPEN_STATES, PlanState.COMPLETED], **words)
    score = " ".join(score.split())
    _refuse_choices(moment, severity, better)
    _refuse_score(course, scale, score, severity)
    rating = Assessment.objects.create(
        course=course,
        scale=scale,
        score=score,
        moment=moment,
        severity=severity,
        better=(better or scale.better) if scale else "",
        note=whole(note, most=300, field="note"),
        by=by,
    )
    details = {"course": course.order, "moment": moment, "scale": scale.key if scale else "", "edition": plan.edition}
    audit.record(verb="course.assess", about=plan.key, by=by, location=plan.location, details=details)
    return rating


def _refuse_choices(moment: str, severity: str, better: str) -> None:
    for field, value, choices in (
        ("moment", moment, Assessment.Moment.values),
        ("severity", severity, ["", *Assessment.Severity.values]),
        ("better", better, ["", *OutcomeScale.Better.values]),
    ):
        if value not in choices:
            raise Refusal(_("Choose one of the list."), field=field)


def _refuse_score(course: Course, scale: OutcomeScale | None, score: str, severity: str) -> None:
    if scale is None:
        if score or not severity:
            raise Refusal(_("Choose a scale and a score, or say how severe it is."), field="scale")
        return
    concerns = {entry.pk for entry in scale.concerns.all()}
    if scale.status == Status.BLOCKED or (concerns and course.concern_id not in concerns):
        raise Refusal(_("This scale is not for %(concern)s.") % {"concern": course.concern}, field="scale")
    if not score:
        raise Refusal(_("Write the score."), field="score")
    if len(score) > 40:
        raise Refusal(_("A score is at most 40 characters long."), field="score")
    _refuse_outside(scale, score)


def _refuse_outside(scale: OutcomeScale, score: str) -> None:
    """A scale without a stated range takes any words."""
    if scale.minimum is None and scale.maximum is None:
        return
    number = read_score(score)
    if number is None or not is_within(number, scale.minimum, scale.maximum):
        raise Refusal(_("%(scale)s: %(range)s.") % {"scale": scale.name, "range": range_of(scale)}, field="score")


def range_of(scale: OutcomeScale) -> str:
    """Return the scale's range and direction in words; empty where neither is stated."""
    ends = {
        "least": "" if scale.minimum is None else show_number(Decimal(scale.minimum)),
        "most": "" if scale.maximum is None else show_number(Decimal(scale.maximum)),
    }
    if ends["least"] and ends["most"]:
        said = _("from %(least)s to %(most)s")
    elif ends["most"]:
        said = _("up to %(most)s")
    else:
        said = _("from %(least)s") if ends["least"] else ""
    return ", ".join(filter(None, [said % ends, str(scale.get_better_display()).lower()]))
