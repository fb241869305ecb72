"""What the plan builder may add and what it would bring, and who and what else stands beside a plan."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from clinic.practice.access import CLINICAL
from clinic.practice.models import Membership, User
from treatments.domain.dates import pace_of
from treatments.domain.published import published_pace, published_phases
from treatments.models import CareItem, Concern, Course, Plan, PlanTemplate, Protocol, RecipeVersion
from treatments.queries.course_words import every, sessions_words, short_day
from treatments.rules.schedule import Outline, Timeline, timeline


@dataclass(frozen=True)
class Preview:
    """What something would add, in sentences, before anybody adds it."""

    title: str
    sentences: tuple[str, ...]
    notes: tuple[str, ...] = ()


def preview_course(
    concern: Concern, protocol: Protocol | None, version: RecipeVersion | None, *, today: date
) -> Preview:
    """Return what a course of this concern would bring, and what stays to be chosen. No query."""
    course = Course(concern=concern, protocol=protocol, **published_pace(protocol))
    pace, sessions = pace_of(course), course.sessions_planned or 0
    phases = tuple(published_phases(protocol))
    known = bool(sessions) and (pace is not None or sessions == 1)
    sentences = [_("Adds %(what)s.") % {"what": sessions_words(sessions, pace)}] if sessions else []
    sentences += [_("Then %(n)s × %(pace)s.") % {"n": phase.sessions, "pace": every(phase.pace)} for phase in phases]
    sentences += [_from_to(timeline(today, Outline(sessions, pace, phases)))] if known else []
    sentences += [_("Recipe: %(name)s.") % {"name": version}] if version else []
    to_choose = [
        (not sessions, _("number of sessions")),
        (pace is None and sessions != 1, _("intervals")),
        (version is None, _("recipe")),
        (True, _("zones")),
    ]
    missing = ", ".join(word for wanted, word in to_choose if wanted)
    return Preview(str(protocol or concern), tuple(sentences), (_("Yours to choose: %(what)s.") % {"what": missing},))


def _from_to(found: Timeline) -> str:
    days = {"first": short_day(found.sessions[0].day), "last": short_day(found.sessions[-1].day)}
    if len(found.sessions) == 1:
        return _("If it starts today: %(first)s.") % days
    return _("If it starts today: from %(first)s to %(last)s.") % days


def templates_offered() -> QuerySet[PlanTemplate]:
    """Return the clinic's templates with their concerns. Two queries."""
    return PlanTemplate.objects.filter(retired_at=None).prefetch_related("concerns")


def care_of(course: Course) -> list[CareItem]:
    """Return the approved care items of the course's zones, concern and ingredients, before care first. One query."""
    lines = course.recipe_version.lines.all() if course.recipe_version else []
    return list(
        CareItem.objects.offered()
        .filter(phase__in=["pre", "post"], optional=False)
        .for_session(
            regions={zone.region for zone in course.zones.all()},
            concerns=[course.concern.key],
            ingredients=[line.ingredient.key for line in lines],
        )
        .order_by("-phase", "key")
    )


def clinicians_beside(plan: Plan) -> QuerySet[User]:
    """Return who else may answer for the plan: practitioners and directors of its location. One query."""
    here = Membership.objects.filter(location=plan.location_id, role__in=CLINICAL).values("user")
    return User.objects.filter(pk__in=here, is_active=True).exclude(pk=plan.clinician_id).order_by("name")
