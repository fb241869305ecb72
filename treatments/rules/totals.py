"""What a plan adds up to: sessions, visits, days, volume of each ingredient, price. Exact, in any order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from treatments.rules.numbers import EXACT, sum_of


@dataclass(frozen=True)
class CourseCount:
    """One course: its sessions and their days, mL a session of each ingredient by name, price a session (None: none).

    `group` is the same for courses that share visits.
    """

    sessions: int
    days: tuple[date, ...] = ()
    group: object = None
    volumes: tuple[tuple[str, Decimal], ...] = ()
    price: Decimal | None = None


@dataclass(frozen=True)
class Totals:
    """Volumes in mL over all sessions, by ingredient name. `price` is None until a course has one; `unpriced` counts
    the courses that have sessions and no price, which the price leaves out.
    """

    sessions: int
    visits: int
    starts_on: date | None
    ends_on: date | None
    volumes: tuple[tuple[str, Decimal], ...]
    price: Decimal | None
    unpriced: int

    @property
    def weeks(self) -> int:
        """Whole weeks from the first session to the last, rounded up."""
        return -(-(self.ends_on - self.starts_on).days // 7) if self.starts_on and self.ends_on else 0

    @property
    def volume_ml(self) -> Decimal:
        return sum_of(volume for _name, volume in self.volumes)


def total_up(courses: Iterable[CourseCount]) -> Totals:
    """Add the courses up. Sessions of one group on one day are one visit."""
    courses = list(courses)
    days = [day for course in courses for day in course.days]
    prices = [EXACT.multiply(course.price, Decimal(course.sessions)) for course in courses if course.price is not None]
    return Totals(
        sessions=sum(course.sessions for course in courses),
        visits=len({(course.group or place, day) for place, course in enumerate(courses) for day in course.days}),
        starts_on=min(days, default=None),
        ends_on=max(days, default=None),
        volumes=_volumes(courses),
        price=sum_of(prices) if prices else None,
        unpriced=sum(course.sessions > 0 and course.price is None for course in courses),
    )


def _volumes(courses: list[CourseCount]) -> tuple[tuple[str, Decimal], ...]:
    drawn: dict[str, list[Decimal]] = {}
    for course in courses:
        for name, volume in course.volumes:
            drawn.setdefault(name, []).append(EXACT.multiply(volume, Decimal(course.sessions)))
    return tuple((name, sum_of(drawn[name])) for name in sorted(drawn))
