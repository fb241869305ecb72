"""What a plan adds up to, for the builder's footer and the estimate."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from treatments.domain.dates import outline_of
from treatments.queries.plans import CourseShown
from treatments.rules.schedule import Timeline
from treatments.rules.totals import CourseCount, Totals, total_up


def totals_of(shown: Sequence[CourseShown], timelines: Mapping[int, Timeline]) -> Totals:
    """Return the totals of courses from `courses_of`, with their timelines by primary key (`dated`). No query."""
    return total_up(_count(one, timelines.get(one.course.pk)) for one in shown)


def _count(shown: CourseShown, dates: Timeline | None) -> CourseCount:
    course = shown.course
    return CourseCount(
        sessions=outline_of(course).total,
        days=tuple(mark.day for mark in dates.sessions) if dates else (),
        group=f"course {course.rides_with_id or course.pk}",
        volumes=tuple(_volumes(shown)),
        price=course.price,
    )


def _volumes(shown: CourseShown) -> list[tuple[str, Decimal]]:
    """mL a session of each ingredient and of the diluent, by name."""
    worked: Any = shown.worked
    if worked is None or worked.recipe is None:
        return []
    lines = [(str(row.ingredient), row.line.volume_ml) for row in worked.rows]
    return [*lines, (worked.diluent, worked.recipe.diluent_ml)] if worked.recipe.diluent_ml else lines
