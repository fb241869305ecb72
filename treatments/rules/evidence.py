"""How little is known to help: a doubt about the recipe alone, never repeated for a patient."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from treatments.rules.findings import Finding, finding

RULE = "evidence"
WORDS = {
    "negative": "Studies showed no benefit: {names}.",
    "none": "No study of its own was found: {names}.",
    "registry_only": "Only a registered trial without a result: {names}.",
    "practice_only": "Only clinics' own practice: {names}.",
}


@dataclass(frozen=True)
class Evidence:
    """What is known of one ingredient: the catalogue's level and the sources it comes from."""

    name: str
    level: str
    sources: tuple[str, ...] = ()


def doubts(known: Iterable[Evidence]) -> Iterator[Finding]:
    """One doubt a level that is none to speak of (see WORDS), the worst first; others are silent."""
    entries = sorted(set(known), key=lambda entry: entry.name)
    for level, words in WORDS.items():
        found = [entry for entry in entries if entry.level == level]
        if found:
            names = ", ".join(entry.name for entry in found)
            sources = tuple(dict.fromkeys(key for entry in found for key in entry.sources))
            reads: dict[str, object] = {"ingredients": [entry.name for entry in found]}
            yield finding(RULE, "decide", words.format(names=names), subject=level, reads=reads, sources=sources)
