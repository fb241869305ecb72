"""What a course has around its first series: phases at another pace, and the cream put on before each session."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from clinic.practice.models import User
from treatments.domain.course_changes import begin_course_change, changed
from treatments.domain.course_checks import refuse_cream, refuse_phases
from treatments.domain.dates import phase_rows
from treatments.domain.recipes import refuse_unoffered
from treatments.models import Course, CoursePhase, Ingredient, TopicalAnaesthetic
from treatments.rules.schedule import Phase


@dataclass(frozen=True)
class Cream:
    """A numbing cream before each session: % (g in 100 g), weight in g, area in cm², minutes on the skin."""

    ingredient: Ingredient
    strength_percent: Decimal
    grams: Decimal
    area_cm2: Decimal | None = None
    minutes: int | None = None


@transaction.atomic
def set_phases(*, course: Course, phases: Sequence[Phase], edition: int | None = None, by: User) -> Course:
    """Let these phases follow the first series of a course of a draft plan, in order; none takes them away.

    Raises Refusal without a first series, for intervals out of order, or more than 60 sessions in all.
    """
    begin_course_change(course, edition=edition, what=_("Tapering and maintenance: %(course)s"), by=by)
    refuse_phases(course.sessions_planned, phases)
    course.phases.all().delete()
    CoursePhase.objects.bulk_create(phase_rows(course, phases))
    return changed("course.phases", course, by)


@transaction.atomic
def set_topical(*, course: Course, cream: Cream | None, edition: int | None = None, by: User) -> Course:
    """Put this cream before each session of a course of a draft plan; None takes it away. It counts towards limits.

    Raises Refusal for a substance that may not reach a patient, and, naming the field, for an amount that cannot be.
    """
    begin_course_change(course, edition=edition, what=_("Numbing cream: %(course)s"), by=by)
    TopicalAnaesthetic.objects.filter(course=course).delete()
    if cream is not None:
        refuse_cream(cream)
        refuse_unoffered([cream.ingredient])
        TopicalAnaesthetic.objects.create(course=course, **cream.__dict__)
    return changed("course.topical", course, by)
