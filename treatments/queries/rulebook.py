"""All rules in words, with the level that counts in this clinic and how it came to be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from treatments.domain.clinic_levels import changes_by_rule, level_of
from treatments.domain.rule_rows import catalogue_facts
from treatments.models import RuleLevel, Source
from treatments.rules.facts import CatalogueFacts
from treatments.rules.findings import LEVELS
from treatments.rules.kind import Kind, Rule
from treatments.rules.kinds import ALL_KINDS
from treatments.rules.recognise import plain


@dataclass(frozen=True)
class RuleShown:
    """One rule as the page shows it: `here` is the level that counts, `waiting` a lower one nobody has agreed to."""

    rule: Rule
    here: str
    changes: Sequence[RuleLevel]
    sources: Sequence[Source]

    @property
    def is_changed(self) -> bool:
        return self.here != self.rule.level

    @property
    def waiting(self) -> RuleLevel | None:
        return next((change for change in self.changes if change.lowers and not _is_answered(change)), None)

    @property
    def levels(self) -> list[tuple[str, bool]]:
        """The other levels somebody may ask for, and whether each is lower and so waits for agreement.

        Higher ones, the shipped one, and lower ones where that may be.
        """
        shipped, here = LEVELS[self.rule.level], LEVELS[self.here]
        possible = (word for word, level in LEVELS.items() if level >= min(shipped, here) or self.rule.may_be_lowered)
        return [(word, LEVELS[word] < here) for word in possible if word != self.here]


@dataclass(frozen=True)
class KindShown:
    """A rule kind with its rules."""

    kind: Kind
    rules: Sequence[RuleShown]


def rules_page(*, search: str = "", only: str = "") -> list[KindShown]:
    """Return the kinds with the rules that hold all words of `search`; `only` is "changed" or "waiting" or empty.

    Two queries more than `catalogue_facts`, however many rules and changes.
    """
    rows = catalogue_facts()
    changes = changes_by_rule(RuleLevel.objects.select_related("by", "agreed_by"))
    sources = {source.key: source for source in Source.objects.all()}
    kinds = (KindShown(kind, _shown(kind, rows, changes, sources, search, only)) for kind in ALL_KINDS)
    return [shown for shown in kinds if shown.rules]


def _shown(
    kind: Kind,
    rows: CatalogueFacts,
    changes: Mapping[str, list[RuleLevel]],
    sources: Mapping[str, Source],
    search: str,
    only: str,
) -> list[RuleShown]:
    wanted = plain(search).split()
    found = (_one(rule, changes.get(rule.id, ()), sources) for rule in kind.lists(rows))
    return [shown for shown in found if _speaks_of(shown, kind, wanted) and _is_among(shown, only)]


def _one(rule: Rule, changes: Sequence[RuleLevel], sources: Mapping[str, Source]) -> RuleShown:
    standing: Iterable[RuleLevel] = (change for change in changes if change.withdrawn_at is None)
    cited = [sources[key] for key in rule.sources if key in sources]
    return RuleShown(rule, level_of(rule, standing), changes, cited)


def _is_answered(change: RuleLevel) -> bool:
    return change.withdrawn_at is not None or change.agreed_at is not None


def _speaks_of(shown: RuleShown, kind: Kind, wanted: list[str]) -> bool:
    text = plain(f"{kind.title} {shown.rule.words} {shown.rule.id} {shown.here}")
    return all(word in text for word in wanted)


def _is_among(shown: RuleShown, only: str) -> bool:
    return {"changed": shown.is_changed, "waiting": shown.waiting is not None}.get(only, True)
