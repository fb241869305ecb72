"""How far a rule goes in this clinic. Anybody who prescribes or approves may raise it; lowering it takes two."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.domain import audit
from clinic.practice.models import Practice, User
from treatments.domain.clinic_levels import level_of
from treatments.domain.rule_rows import catalogue_facts, one_reading
from treatments.domain.screening import screen_plan
from treatments.models import Finding, Plan, RuleLevel
from treatments.models.catalogue.base import Level
from treatments.rules.findings import LEVELS
from treatments.rules.kind import Rule
from treatments.rules.kinds import ALL_KINDS
from treatments.rules.levels import rules_of


@transaction.atomic
def set_level(*, rule: str, level: str, reason: str, by: User) -> RuleLevel:
    """Ask for another level of a rule. A higher one counts at once; a lower one waits until somebody else agrees.

    What waited for this rule is withdrawn. Raises Refusal for an unknown rule, without a reason, for who may neither
    prescribe nor approve, for the level it has already, and for lowering what nobody may lower.
    """
    known = _rule(rule)
    now = level_now(known)
    _refuse_impossible(known, now, level, reason, by)
    RuleLevel.objects.waiting().filter(rule=rule).update(withdrawn_at=timezone.now())
    lowers = LEVELS[level] < LEVELS[now]
    change = RuleLevel.objects.create(rule=rule, level=level, lowers=lowers, reason=reason.strip(), by=by)
    _write_down("rule.ask_lower" if lowers else "rule.raise", change, by)
    if not lowers:
        _screen_anew(rule, by)
    return change


@transaction.atomic
def agree(*, change: RuleLevel, by: User) -> RuleLevel:
    """Agree that a rule is lowered: from now on it counts. Raises Refusal unless `by` may approve and did not ask.

    In single-practitioner mode the owner agrees alone, and the page says so.
    """
    _refuse_disagreement(change, by)
    if not RuleLevel.objects.waiting().filter(pk=change.pk).update(agreed_by=by, agreed_at=timezone.now()):
        raise Refusal(_("Somebody else has just answered this."), code="conflict")
    change.refresh_from_db()
    _write_down("rule.lower", change, by)
    _screen_anew(change.rule, by)
    return change


@transaction.atomic
def withdraw(*, change: RuleLevel, by: User) -> RuleLevel:
    """Take back, or turn down, a lower level nobody has agreed to yet. Raises Refusal once it counts."""
    _refuse_others(by)
    if not RuleLevel.objects.waiting().filter(pk=change.pk).update(withdrawn_at=timezone.now()):
        raise Refusal(_("This already counts: ask for another level instead."), code="conflict")
    change.refresh_from_db()
    _write_down("rule.withdraw", change, by)
    return change


def level_now(rule: Rule) -> str:
    """Return the level of a rule in this clinic. One query."""
    return level_of(rule, RuleLevel.objects.standing().filter(rule=rule.id))


def may_agree_alone(by: User) -> bool:
    """Whether this person agrees with their own wish: the owner, in single-practitioner mode. One query."""
    return by.is_owner and Practice.objects.filter(single_practitioner=True).exists()


def _rule(rule: str) -> Rule:
    known = {one.id: one for one in rules_of(catalogue_facts())}
    if rule not in known:
        raise Refusal(_("There is no such rule."), field="rule")
    return known[rule]


def _refuse_impossible(rule: Rule, now: str, level: str, reason: str, by: User) -> None:
    _refuse_others(by)
    if level not in Level.values or level == now:
        raise Refusal(_("Choose another level than the one it has."), field="level")
    if not reason.strip():
        raise Refusal(_("Write the reason."), field="reason")
    if LEVELS[level] < LEVELS[now] and LEVELS[level] < LEVELS[rule.level] and not rule.may_be_lowered:
        raise Refusal(
            _("What cannot be judged is always decided: this is never lowered.")
            if rule.unjudged
            else _("Nobody may override this stop, so nobody may lower it."),
            field="level",
        )


def _refuse_others(by: User) -> None:
    if not (by.may_prescribe or by.may_approve):
        raise Refusal(_("Only somebody who may prescribe or approve changes a rule."))


def _refuse_disagreement(change: RuleLevel, by: User) -> None:
    if not by.may_approve:
        raise Refusal(_("Only somebody who may approve can agree to a lower level."))
    if change.by_id == by.pk and not may_agree_alone(by):
        raise Refusal(_("You asked for it: another person who may approve agrees."))


def _screen_anew(rule: str, by: User) -> None:
    """Screen the open plans that the rule spoke of; all of them where its findings are settled with the recipe."""
    kind = next(kind for kind in ALL_KINDS if kind.id == rule.partition("/")[0])
    spoken = Finding.objects.filter(rule=rule).latest().values("screening__plan")
    plans = Plan.objects.open().filter(Q() if kind.settles else Q(pk__in=spoken)).select_related("location")
    with one_reading():
        for plan in plans:
            screen_plan(plan=plan, by=by)


def _write_down(verb: str, change: RuleLevel, by: User) -> None:
    audit.record(verb=verb, about=f"rule:{change.rule}", by=by, details={"level": change.level})
