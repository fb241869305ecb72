"""Sessions closer together than the protocol's shortest interval."""

from collections.abc import Iterator

from treatments.rules.facts import CatalogueFacts
from treatments.rules.findings import Finding, finding
from treatments.rules.kind import Case, Kind, Rule


def judge(case: Case) -> Iterator[Finding]:
    plan, shortest = case.plan, case.plan.interval_min_days
    if shortest is None:
        return
    if plan.interval_days is not None and plan.interval_days < shortest:
        yield _short(
            "planned", f"Sessions every {_days(plan.interval_days)}", plan.interval_days, shortest, plan.sources
        )
    since = _since_last(case)
    if since is not None and since < shortest:
        yield _short("since_last", f"{_days(since)} after the last session", since, shortest, plan.sources)


def _since_last(case: Case) -> int | None:
    last, following = case.plan.last_session_on, case.plan.next_on
    return None if last is None or following is None else (following - last).days


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _short(subject: str, what: str, days: int, shortest: int, sources: tuple[str, ...]) -> Finding:
    return finding(
        KIND.id,
        "decide",
        f"{what}: the protocol's shortest interval is {_days(shortest)}.",
        subject=subject,
        reads={"days": days, "shortest": shortest},
        sources=sources,
    )


def lists(catalogue: CatalogueFacts) -> Iterator[Rule]:
    yield Rule(KIND.id, "Sessions closer than the protocol's shortest interval", "decide")


KIND = Kind(
    id="interval",
    title="Interval below minimum",
    words=(
        "Sessions planned or given closer together than the protocol's shortest interval are decided. A protocol "
        "without a published interval is silent."
    ),
    judge=judge,
    lists=lists,
    rows="protocols",
)
