"""Whether a course that rides with another can be on its days."""

from typing import Any

from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from treatments.domain.dates import dated, first_shared, outline_of
from treatments.models import Course, Plan
from treatments.rules import riding


def refuse_apart(course: Course, host: Course) -> None:
    """Raise Refusal when the course's sessions cannot be on the days of the host's, saying why."""
    mine, theirs = outline_of(course), outline_of(host)
    if not mine.total or not theirs.total:
        raise Refusal(_("Choose sessions and intervals of both courses first."), field="rides_with", code="incomplete")
    said: dict[str, Any] = {"course": course.concern, "host": host.concern}
    start = _start(course, host)
    if start is None:
        raise Refusal(_("%(course)s starts after the last session of %(host)s.") % said, field="rides_with")
    if riding.is_apart(theirs.gaps, riding.meetings(theirs.gaps, mine.gaps, start)):
        pace = mine.gaps[0]
        said |= {"least": pace.shortest, "most": pace.longest}
        raise Refusal(
            _(
                "Sessions of %(course)s are %(least)s to %(most)s days apart: after the first, none is on a day of "
                "%(host)s. Change an interval."
            )
            % said,
            field="rides_with",
        )


def refuse_riders_apart(plan: Plan) -> None:
    """Raise Refusal for a course whose sessions no longer meet those of the course it rides with."""
    for course in plan.courses.filter(rides_with__isnull=False).select_related("concern", "rides_with__concern"):
        assert course.rides_with is not None
        refuse_apart(course, course.rides_with)


def _start(course: Course, host: Course) -> int | None:
    """The number of the host's session with which the course begins."""
    if course.starts_on is None or host.starts_on is None:
        return 1
    marks = dated([host], today=host.starts_on)[host.pk].sessions
    return first_shared({mark.number: mark.window.ideal for mark in marks}, course.starts_on)
