"""What a rule found: a level, one sentence, its source, and the facts it read."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """How much a finding asks for: a stop ends it, a decide needs a clinician's reason, a note never interrupts."""

    NOTE = 1
    DECIDE = 2
    STOP = 3

    @property
    def word(self) -> str:
        """The level as the catalogue and the database write it: "note", "decide", "stop"."""
        return self.name.lower()


LEVELS = {level.word: level for level in Level}


@dataclass(frozen=True)
class Finding:
    """One result of one rule.

    `rule`: the kind's id, with the catalogue row behind a slash ("patient_condition/CI-24"). `subject`: what it is
    about (condition or ingredient key). `facts`: what the rule read, as (name, value) pairs of text, sorted. `sources`:
    catalogue source keys. `audience` of a note: "prescriber", "injector" or "patient". `may_override`: a clinician who
    may can decide it (a decide always; a stop only where its rule allows). `ask`: condition keys (or "weight",
    "allergies", "medicines", "birth_date") to ask now. `unjudged`: it says that it cannot judge.
    """

    rule: str
    level: Level
    sentence: str
    subject: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()
    audience: str = ""
    may_override: bool = False
    ask: tuple[str, ...] = ()
    unjudged: bool = False

    @property
    def inputs_hash(self) -> str:
        """A stable key of the rule and the facts it read: a decision carries forward while it stays the same."""
        text = json.dumps(
            [self.rule, self.subject, int(self.level), sorted(self.facts)], ensure_ascii=False, separators=(",", ":")
        )
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def interrupts(self) -> bool:
        """Whether a treatment waits for it."""
        return self.level > Level.NOTE

    @property
    def sort_key(self) -> tuple:
        """Worst first, then by rule and subject: the order never depends on the order of lines."""
        return (-self.level, self.rule, self.subject, self.sentence)


def fact(name: str, value: object) -> tuple[str, str]:
    """One fact read, as text: sets sorted, None as "not known", so that equal facts give equal keys."""
    if value is None:
        return name, "not known"
    if isinstance(value, set | frozenset | tuple | list):
        return name, ", ".join(sorted(str(item) for item in value))
    return name, str(value)


def finding(
    rule: str, level: str | Level, sentence: str, *, reads: Mapping[str, object] | None = None, **more
) -> Finding:
    """Make a finding; `reads` are the facts read by name. A decide may always be decided, a note needs nothing."""
    exact = LEVELS[level] if isinstance(level, str) else level
    override = exact == Level.DECIDE or (exact == Level.STOP and bool(more.pop("may_override", False)))
    more.pop("may_override", None)
    facts = tuple(sorted(fact(name, value) for name, value in (reads or {}).items()))
    more["sources"] = tuple(more.get("sources", ()))
    return Finding(rule, exact, sentence, facts=facts, may_override=override, **more)
