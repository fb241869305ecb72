"""Two things that must not share a syringe."""

from collections.abc import Iterator

from treatments.rules.facts import CatalogueFacts, Incompatibility
from treatments.rules.findings import Finding, finding
from treatments.rules.kind import Case, Kind, Rule


def judge(case: Case) -> Iterator[Finding]:
    for row in case.catalogue.incompatibilities:
        if row.any_mixture:
            yield from _mixture(row, case)
        else:
            yield from _pair(row, case)


def _pair(row: Incompatibility, case: Case) -> Iterator[Finding]:
    first = row.a & case.recipe.contents
    second = (row.b & case.recipe.contents) if row.b else case.recipe.contents - row.a
    if first and second - first:
        yield _found(row, case, first | second if row.b else first, reads=first | second)


def _mixture(row: Incompatibility, case: Case) -> Iterator[Finding]:
    active = frozenset(item.key for item in case.recipe.substances if not item.is_diluent)
    if len(active) > 1:
        yield _found(row, case, active, reads=active)


def _found(row: Incompatibility, case: Case, keys: frozenset[str], *, reads: frozenset[str]) -> Finding:
    named = ", ".join(sorted(item.name for item in case.recipe.substances if item.key in keys))
    return finding(
        f"{KIND.id}/{row.id}",
        row.level,
        f"In one syringe: {named}: {row.text}.",
        subject=",".join(sorted(keys)),
        reads={"ingredients": reads},
        sources=row.sources,
        may_override=row.may_override,
        audience="prescriber",
    )


def lists(catalogue: CatalogueFacts) -> Iterator[Rule]:
    for row in catalogue.incompatibilities:
        sides = [", ".join(sorted(catalogue.name_of(key) for key in side)) for side in (row.a, row.b)]
        met = "Any mixture" if row.any_mixture else f"{sides[0]} with {sides[1] or 'anything else'}"
        yield Rule(f"{KIND.id}/{row.id}", f"{met}: {row.text}", row.level, row.may_override, row.sources)


KIND = Kind(
    id="incompatibility",
    title="Pair incompatibility",
    words=(
        "Ingredients listed as incompatible in one syringe stop or are decided as the row says. A decide is settled "
        "once, when the recipe is approved."
    ),
    judge=judge,
    lists=lists,
    rows="incompatibilities",
    settles=True,
)
