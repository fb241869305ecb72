from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.kit.models import Record
from clinic.practice.models import Location, User
from patients.models import Patient
from treatments.models.catalogue import Concern


class EncounterQuerySet(models.QuerySet["Encounter"]):
    def open(self) -> "EncounterQuerySet":
        """Return those whose outcome is not yet written down."""
        return self.filter(closed_at=None)


class Encounter(Record):
    """A practitioner sees, or speaks with, a patient: consultation, review, reaction, phone. It needs no plan."""

    class Kind(models.TextChoices):
        CONSULTATION = "consultation", _("consultation")
        REVIEW = "review", _("review")
        REACTION = "reaction", _("reaction")
        PHONE = "phone", _("telephone")

    class Outcome(models.TextChoices):
        PLAN = "plan", _("make a plan")
        THINKING = "thinking", _("the patient is thinking it over")
        NOT_SUITABLE = "not_suitable", _("not suitable")

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="encounters")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    practitioner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="encounters")
    kind = models.CharField(_("kind"), max_length=14, choices=Kind, default=Kind.CONSULTATION)
    concern = models.ForeignKey(Concern, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("reason for the visit"), blank=True)
    findings = models.TextField(_("findings"), blank=True)
    outcome = models.CharField(_("outcome"), max_length=14, choices=Outcome, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = EncounterQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.started_at:%Y-%m-%d}"

    @property
    def key(self) -> str:
        return f"encounter:{self.uuid}"
