from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.kit.models import OncePerForm, Record
from clinic.practice.models import Location, User
from patients.models import Patient
from treatments.models.sessions import Session


class ReactionQuerySet(models.QuerySet["Reaction"]):
    def awaiting_answer(self) -> "ReactionQuerySet":
        """Return the reports that nobody has acknowledged yet."""
        return self.filter(acknowledged_at=None)


class Reaction(OncePerForm, Record):
    """Something is wrong after a session: as the patient reported it, what they were told, and who has seen it."""

    class Urgency(models.TextChoices):
        EMERGENCY = "emergency", _("emergency")
        TODAY = "today", _("call today")
        WATCH = "watch", _("watch")

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="reactions")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.PROTECT, related_name="reactions")
    signs = models.JSONField(default=list, help_text="Keys of what was ticked.")
    started_on = models.DateField(_("since"), null=True, blank=True)
    words = models.TextField(_("in your own words"), blank=True)
    urgency = models.CharField(max_length=10, choices=Urgency)
    advice = models.TextField(help_text="What the patient was told at once.")
    reported_at = models.DateTimeField(default=timezone.now)
    reported_by_link = models.UUIDField(null=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ReactionQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_at"]

    def __str__(self) -> str:
        return f"{self.get_urgency_display()} {self.reported_at:%Y-%m-%d %H:%M}"

    @property
    def key(self) -> str:
        return f"reaction:{self.uuid}"


class CheckIn(OncePerForm):
    """A patient says that all is well after a session."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="check_ins")
    at = models.DateTimeField(default=timezone.now)
    link = models.UUIDField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.session} {self.at:%Y-%m-%d}"
