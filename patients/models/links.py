from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.kit.models import Record
from patients.models.people import Patient


class Purpose(models.TextChoices):
    CARE = "care", _("aftercare")
    VISIT = "visit", _("visit")


class LinkQuerySet(models.QuerySet["PatientLink"]):
    def alive(self) -> "LinkQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class PatientLink(Record):
    """A door for one patient and one purpose. Only the hash of its token is kept."""

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=12, choices=Purpose)
    about = models.CharField(max_length=80, db_index=True)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(token_hash=""), name="link_has_a_token")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.about}"


class DoorCount(models.Model):
    """Wrong answers at a link's door within the current window: guessing is limited here, in the database."""

    link = models.OneToOneField(PatientLink, on_delete=models.CASCADE, related_name="door_count")
    window_from = models.DateTimeField(default=timezone.now)
    wrong = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.wrong} wrong"
