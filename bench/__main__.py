"""`make bench`: run every measure of bench/bench_*.py in interleaved rounds; write the table to bench/results.md."""

import importlib
import os
import platform
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import django

from bench.measures import Figure, Measure

HERE = Path(__file__).parent
HEAD = """# Measurements

Medians of interleaved rounds on one machine; `make bench` writes this page anew. The ratio counts.

{when} · Python {python} · {cores} cores · {database}

| what | ours | bare | ratio | at most | rounds | |
|---|---:|---:|---:|---:|---:|---|
"""


def measures() -> Iterator[Figure | Measure]:
    """Yield the figures of every module, then the measures."""
    modules = [importlib.import_module(f"bench.{path.stem}") for path in sorted(HERE.glob("bench_*.py"))]
    for module in modules:
        yield from getattr(module, "FIGURES", ())
    for module in modules:
        yield from getattr(module, "MEASURES", ())


def row(measured: Figure | Measure) -> str:
    """Count or measure, and return one line of the table."""
    return _counted(measured) if isinstance(measured, Figure) else _measured(measured)


def _counted(figure: Figure) -> str:
    from django.db import transaction

    with transaction.atomic():
        value = figure.value()
        transaction.set_rollback(True)
    verdict = "✓" if value <= figure.at_most else "✗ too many"
    return f"| {figure.title} | {value:.2f} | – | – | {figure.at_most:.2f} | 1 | {verdict} |\n"


def _measured(measure: Measure) -> str:
    rounds = list(measure.rounds())
    ours, bare = (median(one[name] for one in rounds) for name in (measure.ours, measure.bare))
    ratio = ours / bare
    verdict = "✓" if ratio <= measure.at_most else "✗ too slow"
    figures = f"{ours * 1000:.2f} ms | {bare * 1000:.2f} ms | {ratio:.2f} | {measure.at_most:.2f}"
    return f"| {measure.title} | {figures} | {len(rounds)} | {verdict} |\n"


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
    from django.test.utils import get_runner

    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    rows = []
    try:
        for measure in measures():
            rows.append(row(measure))
            print(rows[-1], end="", flush=True)
    finally:
        runner.teardown_databases(databases)
    (HERE / "results.md").write_text(head() + "".join(rows))
    sys.exit(1 if any("✗" in line for line in rows) else 0)


if __name__ == "__main__":
    main()
