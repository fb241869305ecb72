"""Looks without treatment on a course's timeline."""

from django.db import transaction
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.models import User
from treatments.domain.course_changes import begin_course_change, changed
from treatments.models import Course, PlannedReview

LATEST_DAYS = 730


@transaction.atomic
def plan_review(
    *, course: Course, after_session: int, days_after: int, purpose: str, edition: int | None = None, by: User
) -> PlannedReview:
    """Plan a review some days after a session (counted from 1) of a draft plan's course.

    Raises Refusal, naming the field, for a session that is not planned, over two years, or no purpose.
    """
    begin_course_change(course, edition=edition, what=_("Review: %(course)s"), by=by)
    if not 1 <= after_session <= course.sessions_total:
        raise Refusal(_("This course has no such session."), field="after_session")
    if not 0 <= days_after <= LATEST_DAYS:
        raise Refusal(_("Choose 0 to 730 days."), field="days_after")
    if not purpose.strip():
        raise Refusal(_("Say what the review is for."), field="purpose")
    review = PlannedReview.objects.create(
        course=course, after_session=after_session, days_after=days_after, purpose=purpose.strip()[:160]
    )
    changed("course.review", course, by, screened=False)
    return review


@transaction.atomic
def drop_review(*, review: PlannedReview, edition: int | None = None, by: User) -> Course:
    """Take a planned review out of a draft plan's course; return the course."""
    course = review.course
    begin_course_change(course, edition=edition, what=_("Review taken out: %(course)s"), by=by)
    PlannedReview.objects.filter(pk=review.pk).delete()
    return changed("course.review_drop", course, by, screened=False)
