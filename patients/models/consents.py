from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.kit.models import Record
from clinic.practice.models import User
from patients.models.people import Patient


class ConsentPurpose(models.TextChoices):
    TREATMENT = "treatment", _("treatment")
    PHOTOGRAPHY = "photography", _("photography for the record")
    MESSAGES = "messages", _("messages")


class ConsentText(models.Model):
    """The words a patient agrees to, by purpose and language. A changed text is a new version."""

    purpose = models.CharField(max_length=16, choices=ConsentPurpose)
    language = models.CharField(max_length=8, default="en")
    version = models.PositiveSmallIntegerField(default=1)
    text = models.TextField()
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["purpose", "language", "-version"]
        constraints = [models.UniqueConstraint(fields=["purpose", "language", "version"], name="consent_text_once")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.language} v{self.version}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def standing(self) -> "ConsentQuerySet":
        return self.filter(withdrawn_at=None)


class Consent(Record):
    """A patient's agreement: the exact text as shown, its hash, and the keys it covers, given from above."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=16, choices=ConsentPurpose)
    text = models.TextField(help_text="Exactly as shown.")
    text_sha256 = models.CharField(max_length=64)
    text_version = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    covers = models.JSONField(default=dict, help_text="From above: each key covered, and its hash.")
    signed_name = models.CharField(_("signed by"), max_length=200)
    given_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(text_sha256=""),
                name="consent_keeps_its_text",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.given_at:%Y-%m-%d}"
