"""A medicine the patient takes and an ingredient of the recipe, or the injection itself."""

from collections.abc import Iterator

from treatments.rules.facts import CatalogueFacts, Interaction
from treatments.rules.findings import Finding, finding
from treatments.rules.kind import Case, Kind, Rule
from treatments.rules.recognise import unknown_medicines


def judge(case: Case) -> Iterator[Finding]:
    taken = case.medicines_taken
    for row in case.catalogue.interactions:
        if row.medicine_keys & taken and not row.same_as and _meets(row, case):
            yield _found(row, case, taken)
    yield from _unrecognised(case)


def _meets(row: Interaction, case: Case) -> bool:
    return not row.ingredients or bool(row.ingredients & case.contents)


def _found(row: Interaction, case: Case, taken: frozenset[str]) -> Finding:
    labels = sorted(m.label for m in case.catalogue.medicines if m.key in row.medicine_keys & taken)
    met = sorted(item.name for item in case.substances if item.key in row.ingredients)
    taking = " and ".join(labels) or ", ".join(sorted(row.medicine_keys & taken))
    return finding(
        f"{KIND.id}/{row.id}",
        row.level,
        f"Takes {taking}; with {', '.join(met) or 'injections'}: {row.effect}.",
        subject=",".join(sorted(row.medicine_keys & taken)),
        reads={"medicines": row.medicine_keys & taken, "ingredients": row.ingredients & case.contents},
        sources=row.sources,
        may_override=row.may_override,
        audience="prescriber",
    )


def _unrecognised(case: Case) -> Iterator[Finding]:
    texts = unknown_medicines(case.patient.medicines, case.catalogue)
    new = sorted(stated.text for stated in texts if not stated.reviewed)
    read = sorted(stated.text for stated in texts if stated.reviewed)
    if new:
        sentence = f"Medicine in the patient's words: {'; '.join(new)}. No rule knows it: compare it with the recipe."
        yield finding(
            f"{KIND.id}/text", "decide", sentence, reads={"texts": new, "recipe": case.contents}, unjudged=True
        )
    if read:
        yield finding(
            f"{KIND.id}/read",
            "note",
            f"Other medicines: {'; '.join(read)}.",
            reads={"texts": read},
            audience="prescriber",
        )


def lists(catalogue: CatalogueFacts) -> Iterator[Rule]:
    labels = {medicine.key: medicine.label for medicine in catalogue.medicines}
    for row in (row for row in catalogue.interactions if not row.same_as):
        taken = ", ".join(sorted(labels.get(key, key) for key in row.medicine_keys))
        met = ", ".join(sorted(catalogue.name_of(key) for key in row.ingredients)) or "any injection"
        words = f"{taken}, with {met}: {row.effect}"
        yield Rule(f"{KIND.id}/{row.id}", words, row.level, row.may_override, row.sources)
    yield Rule(f"{KIND.id}/text", "Medicine in words no rule knows", "decide", unjudged=True)
    yield Rule(f"{KIND.id}/read", "Other medicines, read by a clinician", "note")


KIND = Kind(
    id="medicine",
    title="Interaction with a current medicine",
    words=(
        "A medicine listed against an ingredient, or against injections, stops, is decided, or is noted as its row "
        "says. A medicine in words no rule knows is decided until a clinician has read it. Nobody is told to stop a "
        "prescribed medicine."
    ),
    judge=judge,
    lists=lists,
    rows="interactions",
)
