"""Sessions closer together than the protocol's shortest interval."""

from collections.abc import Iterator

from treatments.rules.findings import Finding, finding
from treatments.rules.kind import Case, Kind


def judge(case: Case) -> Iterator[Finding]:
    plan = case.plan
    if plan.interval_min_days is None:
        return
    if plan.interval_days is not None and plan.interval_days < plan.interval_min_days:
        yield _short(f"Sessions every {_days(plan.interval_days)}", plan.interval_days, "planned", case)
    since = _since_last(case)
    if since is not None and since < plan.interval_min_days:
        yield _short(f"{_days(since)} after the last session", since, "since_last", case)


def _since_last(case: Case) -> int | None:
    last, following = case.plan.last_session_on, case.plan.next_on
    return None if last is None or following is None else (following - last).days


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _short(what: str, days: int, subject: str, case: Case) -> Finding:
    shortest = case.plan.interval_min_days
    return finding(
        KIND.id,
        "decide",
        f"{what}: the protocol's shortest interval is {_days(shortest)}.",
        subject=subject,
        reads={"days": days, "shortest": shortest},
        sources=case.plan.sources,
    )


KIND = Kind(
    id="interval",
    title="Interval below minimum",
    words=(
        "Sessions planned or given closer together than the protocol's shortest interval are decided. A protocol "
        "without a published interval is silent."
    ),
    judge=judge,
    rows="protocols",
)
