from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.practice.models import User
from patients.models import Patient
from treatments.models.catalogue import Ingredient, Level


class RuleLevelQuerySet(models.QuerySet["RuleLevel"]):
    def standing(self) -> "RuleLevelQuerySet":
        """Return what nobody has withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def waiting(self) -> "RuleLevelQuerySet":
        """Return lower levels that nobody has agreed to yet."""
        return self.standing().filter(lowers=True, agreed_at__isnull=True)


class RuleLevel(models.Model):
    """The clinic's own level of one rule, by the rule's id. The newest in force counts; all of them stay.

    A level is raised freely; one lowered counts only once somebody who may approve has agreed. `lowers`: lower than
    what counted when it was asked for.
    """

    rule = models.CharField(max_length=80, db_index=True)
    level = models.CharField(_("level"), max_length=6, choices=Level)
    lowers = models.BooleanField(default=False)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    agreed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = RuleLevelQuerySet.as_manager()

    class Meta:
        ordering = ["rule", "-at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="rule_level_says_why"),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True, agreed_at__isnull=True)
                | Q(agreed_by__isnull=False, agreed_at__isnull=False),
                name="rule_level_agreement_has_a_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.level}"

    @property
    def counts_from(self) -> datetime | None:
        """When it began to count; None while it waits or is withdrawn."""
        if self.withdrawn_at:
            return None
        return self.agreed_at if self.lowers else self.at


class TestInjection(models.Model):
    """A small amount given first to see a reaction (an enzyme from bee venom's relatives, say), and how it was read."""

    __test__ = False

    class Result(models.TextChoices):
        NEGATIVE = "negative", _("no reaction")
        POSITIVE = "positive", _("reaction")

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="test_injections")
    ingredient = models.ForeignKey(Ingredient, on_delete=models.PROTECT, related_name="+")
    given_on = models.DateField(_("given on"))
    read_on = models.DateField(_("read on"))
    result = models.CharField(_("result"), max_length=10, choices=Result)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-read_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(read_on__gte=models.F("given_on")),
                name="test_is_read_after_it_was_given",
                violation_error_message=_("A test is read on the day it was given, or later."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.ingredient} {self.read_on}: {self.result}"
