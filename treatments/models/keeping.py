"""What is kept of a plan beside the plan: how it was before each change, templates, and who handed it to whom."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.kit.models import Record
from clinic.practice.models import User
from treatments.models.catalogue import Concern
from treatments.models.plans import Plan


class PlanSnapshot(models.Model):
    """The content of a draft plan at one edition: what undo goes back to."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="snapshots")
    edition = models.PositiveIntegerField()
    content = models.JSONField()
    what = models.CharField(max_length=120, help_text="The change that followed, in words.")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True, help_text="When the change that followed was taken back.")

    class Meta:
        ordering = ["plan", "-edition"]
        constraints = [models.UniqueConstraint(fields=["plan", "edition"], name="one_snapshot_per_edition")]

    def __str__(self) -> str:
        return f"{self.plan_id} before {self.what}"


class PlanTemplate(Record):
    """A plan's courses saved under a name for the clinic: keys and numbers, nothing of the patient."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    description = models.TextField(_("when to use it"), blank=True)
    concerns = models.ManyToManyField(Concern, related_name="templates", blank=True)
    content = models.JSONField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class HandOver(models.Model):
    """One clinician gave a plan into the hands of another, with a note."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="hand_overs")
    from_clinician = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    to_clinician = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(_("note"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.from_clinician} → {self.to_clinician}"
