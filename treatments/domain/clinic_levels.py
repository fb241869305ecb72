"""From the clinic's changes to the level in force of each rule."""

from collections.abc import Iterable, Mapping

from treatments.models import RuleLevel
from treatments.rules.facts import CatalogueFacts, ClinicLevel
from treatments.rules.kind import Rule
from treatments.rules.levels import Change, level_in_force, rules_of


def clinic_levels(rows: CatalogueFacts) -> Mapping[str, ClinicLevel]:
    """Return the rules whose level the clinic has changed, by id. One query."""
    changed = changes_by_rule(RuleLevel.objects.standing())
    return {
        rule.id: ClinicLevel(rule.level, level_of(rule, changed[rule.id]))
        for rule in (rules_of(rows) if changed else ())
        if rule.id in changed
    }


def level_of(rule: Rule, changes: Iterable[RuleLevel]) -> str:
    """Return the level of a rule in this clinic, from its changes. No query."""
    counting = [(change.counts_from, change) for change in changes]
    inorder = sorted((at, change.pk, change) for at, change in counting if at is not None)
    return level_in_force(rule, (Change(change.level, agreed=change.lowers) for _at, _pk, change in inorder))


def changes_by_rule(changes: Iterable[RuleLevel]) -> dict[str, list[RuleLevel]]:
    """Return changes under their rule's id, in the order given."""
    found: dict[str, list[RuleLevel]] = {}
    for change in changes:
        found.setdefault(change.rule, []).append(change)
    return found
