"""How far each rule goes in this clinic: as shipped, raised freely, or lowered once somebody else has agreed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from treatments.rules.facts import CatalogueFacts, ClinicLevel
from treatments.rules.findings import LEVELS, Finding, Level
from treatments.rules.kind import Rule
from treatments.rules.kinds import ALL_KINDS


@dataclass(frozen=True)
class Change:
    """A level somebody asked for. `agreed`: by who may approve and is another person."""

    level: str
    agreed: bool = False


def rules_of(catalogue: CatalogueFacts) -> tuple[Rule, ...]:
    """Every rule of the clinic, kind by kind. Nothing is raised."""
    return tuple(rule for kind in ALL_KINDS for rule in kind.lists(catalogue))


def level_in_force(rule: Rule, changes: Iterable[Change]) -> str:
    """The level that counts, from changes in the order in which they took effect.

    A higher one counts at once, a lower one only if agreed, and never where the rule may not be lowered. What is
    lowered stops at "note".
    """
    now = LEVELS[rule.level]
    for change in changes:
        wanted = LEVELS[change.level]
        if wanted >= now or (change.agreed and (rule.may_be_lowered or wanted >= LEVELS[rule.level])):
            now = wanted
    return now.word


def at_clinic_level(found: Finding, levels: ClinicLevel | None) -> Finding:
    """The finding at the level of this clinic.

    Raised, it goes at least that far and may be overridden where it could be decided before; lowered, at most that
    far, but what cannot be judged stays a decision, and a stop nobody may override stays a stop.
    """
    if levels is None:
        return found
    shipped, now = LEVELS[levels.shipped], LEVELS[levels.here]
    level = max(found.level, now) if now > shipped else _lowered(found, now) if now < shipped else found.level
    return found if level == found.level else _at(found, level)


def _lowered(found: Finding, now: Level) -> Level:
    if found.level == Level.STOP and not found.may_override:
        return found.level
    return min(found.level, max(now, Level.DECIDE) if found.unjudged else now)


def _at(found: Finding, level: Level) -> Finding:
    audience = found.audience or ("prescriber" if level == Level.NOTE else "")
    return replace(found, level=level, may_override=level > Level.NOTE, audience=audience)
