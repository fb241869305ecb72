"""`make bench`: run every pair of bench/bench_*.py in interleaved rounds; write the table to bench/results.md."""

import importlib
import os
import platform
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import django

from bench.pairs import Pair

HERE = Path(__file__).parent
HEAD = """# Measurements

Medians of interleaved rounds on one machine; `make bench` writes this page anew. The ratio counts.

{when} · Python {python} · {cores} cores · {database}

| what | ours | bare | ratio | at most | |
|---|---:|---:|---:|---:|---|
"""


def pairs() -> Iterator[Pair]:
    """Yield the pairs of every module, each set up just before it is measured."""
    for path in sorted(HERE.glob("bench_*.py")):
        yield from importlib.import_module(f"bench.{path.stem}").pairs()


def measure(pair: Pair) -> tuple[float, float]:
    """Return the median seconds of ours and of the bare way; one unmeasured round first, then turn about."""
    seconds: dict[str, list[float]] = {"ours": [], "bare": []}
    for number in range(pair.rounds + 1):
        for name in ("ours", "bare") if number % 2 else ("bare", "ours"):
            begun = time.perf_counter()
            getattr(pair, name)()
            if number:
                seconds[name].append(time.perf_counter() - begun)
    return median(seconds["ours"]), median(seconds["bare"])


def row(pair: Pair, ours: float, bare: float) -> str:
    """Return one line of the table."""
    ratio = ours / bare
    verdict = "✓" if ratio <= pair.at_most else "✗ too slow"
    figures = f"{ours * 1000:.1f} ms | {bare * 1000:.1f} ms | {ratio:.2f} | {pair.at_most:.2f}"
    return f"| {pair.title} | {figures} | {verdict} |\n"


def head() -> str:
    """Return the beginning of the page: what was measured where."""
    from django.db import connection

    return HEAD.format(
        when=datetime.now(UTC).strftime("%d %B %Y"),
        python=platform.python_version(),
        cores=os.cpu_count(),
        database=connection.vendor,
    )


def main() -> None:
    """Measure everything on a test database; exit with 1 when a bound is broken."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    django.setup()
    from django.conf import settings
    from django.test.utils import get_runner, setup_test_environment, teardown_test_environment

    setup_test_environment()
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    rows = []
    try:
        for pair in pairs():
            rows.append(row(pair, *measure(pair)))
            print(rows[-1], end="", flush=True)
    finally:
        runner.teardown_databases(databases)
        teardown_test_environment()
    (HERE / "results.md").write_text(head() + "".join(rows))
    sys.exit(1 if any("✗" in line for line in rows) else 0)


if __name__ == "__main__":
    main()
