"""One zone, two courses: the skin gets both, so somebody decides that once."""

from collections.abc import Iterator
from datetime import date

from treatments.rules.facts import CatalogueFacts, CourseFacts
from treatments.rules.findings import Finding, finding
from treatments.rules.kind import Case, Kind, Rule


def judge(case: Case) -> Iterator[Finding]:
    mine = case.plan.course
    if mine is None:
        return
    for other in case.plan.other_courses:
        shared = mine.zones & other.zones
        if shared:
            yield from _judged(mine, other, shared, case)


def _judged(mine: CourseFacts, other: CourseFacts, shared: frozenset[str], case: Case) -> Iterator[Finding]:
    apart = _days_apart(mine, other, case.patient.today)
    longer = max(mine.interval_min_days or 0, other.interval_min_days or 0)
    if apart is not None and apart < longer:
        when = "on the same day" if apart == 0 else "1 day apart" if apart == 1 else f"{apart} days apart"
        yield _found(mine, other, shared, case, f"{when}; the longer interval is {longer} days", apart)
    elif mine.open and other.open:
        yield _found(mine, other, shared, case, "both still open", None)


def _days_apart(mine: CourseFacts, other: CourseFacts, today: date) -> int | None:
    """Days between the two sessions closest to each other of which one at least is still to come."""
    pairs = ((one, two) for one in mine.days for two in other.days if max(one, two) >= today)
    return min((abs((one - two).days) for one, two in pairs), default=None)


def _found(
    mine: CourseFacts, other: CourseFacts, shared: frozenset[str], case: Case, how: str, apart: int | None
) -> Finding:
    """The same from either course, so that it is said once."""
    zones = ", ".join(sorted(case.plan.zone_names.get(key, key) for key in shared))
    names = " and ".join(sorted((mine.name, other.name)))
    return finding(
        KIND.id,
        "decide",
        f"{zones}: two courses, {names}, {how}.",
        subject=",".join(sorted((mine.id, other.id))),
        reads={"zones": shared, "days_apart": "open" if apart is None else apart},
    )


def lists(catalogue: CatalogueFacts) -> Iterator[Rule]:
    yield Rule(KIND.id, "One zone in two courses", "decide")


KIND = Kind(
    id="zone_overlap",
    title="One zone, two courses",
    words=(
        "The same zone in two open courses of a patient is decided, and so is a zone that another course treats or "
        "has treated within the longer of the two intervals. Zones apart are silent."
    ),
    judge=judge,
    lists=lists,
    rows="the patient's courses and sessions",
)
