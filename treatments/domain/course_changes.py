"""How a change of one course begins and ends, whichever verb it is."""

from clinic.kit.errors import Refusal
from clinic.practice.domain import audit
from clinic.practice.models import User
from treatments.domain.plans import CHANGED_BY_ANOTHER
from treatments.domain.screening import screen_plan
from treatments.domain.undo import begin_change
from treatments.models import Course


def begin_course_change(course: Course, *, edition: int | None, what: str, by: User) -> None:
    """Claim the course's draft plan for one change, keep how it is, and read the course anew. `what` names %(course)s.

    Raises Refusal as every change of a draft does; (conflict) when the course has been taken out meanwhile.
    """
    plan = course.plan
    begin_change(plan, edition=edition, what=what % {"course": course.concern}, by=by)
    if not plan.courses.filter(pk=course.pk).exists():
        raise Refusal(str(CHANGED_BY_ANOTHER), code="conflict")
    course.refresh_from_db()
    course.plan = plan


def changed(verb: str, course: Course, by: User, *, screened: bool = True) -> Course:
    """Write the change of a course down and, where it bears on safety, screen the plan."""
    plan = course.plan
    audit.record(
        verb=verb,
        about=plan.key,
        by=by,
        location=plan.location,
        details={"course": course.order, "edition": plan.edition},
    )
    if screened:
        screen_plan(plan=plan, by=by)
    return course
