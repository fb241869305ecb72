"""Several courses in one visit: one rides with another where the intervals of both allow."""

from django.db import transaction
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.models import User
from treatments.domain.course_changes import begin_course_change, changed
from treatments.domain.meetings import refuse_apart
from treatments.models import Course


@transaction.atomic
def ride_with(*, course: Course, host: Course | None, edition: int | None = None, by: User) -> Course:
    """Let the sessions of a draft plan's course share the visits of `host`, a course of the same plan; None: no more.

    A session whose interval allows none of the host's days stands alone. Doses of one substance are added across the
    visit. Raises Refusal for a course of another plan, a chain of riders, and, saying why, where none ever meets.
    """
    begin_course_change(course, edition=edition, what=_("Combined visits: %(course)s"), by=by)
    if host is not None:
        host = _host_of(course, host)
        refuse_apart(course, host)
    course.rides_with = host
    course.save(update_fields=["rides_with"])
    return changed("course.ride", course, by)


def _host_of(course: Course, host: Course) -> Course:
    """The host as it is now."""
    found = course.plan.courses.filter(pk=host.pk).exclude(pk=course.pk).select_related("concern").first()
    if found is None:
        raise Refusal(_("Choose another course of this plan."), field="rides_with")
    if found.rides_with_id or course.riders.exists():
        raise Refusal(_("A course that others ride with does not itself ride with another."), field="rides_with")
    return found
