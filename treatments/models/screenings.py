from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.kit.models import Record
from clinic.practice.models import User
from treatments.models.catalogue.base import Level
from treatments.models.plans import Plan

LISTED = 3


class Screening(Record):
    """One run of the rules over a plan, with the facts they read."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="screenings")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Screening {self.at:%Y-%m-%d %H:%M}"


class FindingQuerySet(models.QuerySet["Finding"]):
    def latest(self) -> "FindingQuerySet":  # type: ignore[override]
        """Return the findings of each plan's latest screening."""
        newer = Screening.objects.filter(plan=OuterRef("screening__plan"), pk__gt=OuterRef("screening"))
        return self.filter(~Exists(newer))

    def interrupting(self) -> "FindingQuerySet":
        return self.filter(level__in=[Level.STOP, Level.DECIDE])

    def undecided(self) -> "FindingQuerySet":
        """Return the findings that nobody has decided while the facts they read stay as they are."""
        return self.filter(~Exists(_decisions_on_it()))

    def open(self) -> "FindingQuerySet":
        """Return what a treatment waits for: stops and decides of the latest screening without a decision."""
        return self.latest().interrupting().undecided()


def _decisions_on_it() -> "models.QuerySet[Decision]":
    return Decision.objects.filter(
        plan=OuterRef("screening__plan"), rule=OuterRef("rule"), inputs_hash=OuterRef("inputs_hash")
    )


class Finding(models.Model):
    """What one rule said: level, one sentence, its sources, and a hash of the facts it read."""

    screening = models.ForeignKey(Screening, on_delete=models.CASCADE, related_name="findings")
    order = models.PositiveSmallIntegerField(default=0)
    rule = models.CharField(max_length=80)
    level = models.CharField(max_length=6, choices=Level)
    subject = models.CharField(max_length=120, blank=True)
    sentence = models.TextField()
    audience = models.CharField(max_length=20, blank=True)
    sources = models.JSONField(default=list)
    facts = models.JSONField(default=list)
    ask = models.JSONField(default=list, help_text="Keys of the facts that would answer it, if somebody asked.")
    inputs_hash = models.CharField(max_length=64)
    may_override = models.BooleanField(default=False)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["screening", "order"]

    def __str__(self) -> str:
        return self.sentence

    @property
    def brief(self) -> str:
        """The sentence, or, where it lists many facts not asked, only how many there are."""
        if len(self.ask) <= LISTED:
            return self.sentence
        return _("%(what)s: %(count)s answers.") % {"what": self.sentence.partition(":")[0], "count": len(self.ask)}


class Decision(models.Model):
    """A clinician's answer to a finding. It holds while the facts that the rule read stay the same."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="decisions")
    rule = models.CharField(max_length=80)
    inputs_hash = models.CharField(max_length=64)
    level = models.CharField(max_length=6, choices=Level)
    sentence = models.TextField(help_text="The finding as it was decided.")
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "rule", "inputs_hash"],
                name="one_decision_per_finding",
                violation_error_message=_("Somebody has just decided this."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.reason[:40]}"
