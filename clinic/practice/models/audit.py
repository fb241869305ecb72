from django.db import models
from django.utils import timezone

from clinic.practice.models.places import Location
from clinic.practice.models.staff import User


class ActorKind(models.TextChoices):
    USER = "user"
    LINK = "link"
    SYSTEM = "system"


class AuditEntry(models.Model):
    """One thing that somebody read or changed. A trigger refuses to change or delete it."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor_kind = models.CharField(max_length=6, choices=ActorKind)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    link = models.UUIDField(null=True)
    verb = models.CharField(max_length=60)
    about = models.CharField(max_length=80, db_index=True)
    location = models.ForeignKey(Location, null=True, on_delete=models.PROTECT, related_name="+")
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(actor_kind="user", user__isnull=False, link__isnull=True)
                | models.Q(actor_kind="link", user__isnull=True, link__isnull=False)
                | models.Q(actor_kind="system", user__isnull=True, link__isnull=True),
                name="audit_actor_is_one_of_three",
            )
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.about}"


class AuditSeal(models.Model):
    """A hash over a batch of entries and the seal before it: a removed or altered entry breaks the chain."""

    number = models.PositiveIntegerField(unique=True)
    sealed_at = models.DateTimeField(default=timezone.now)
    last_entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.digest[:12]
