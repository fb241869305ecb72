from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clinic.kit.models import Record
from clinic.practice.models import Location, User
from patients.models import Document, Patient
from patients.models.people import Channel


class MessageState(models.TextChoices):
    SCHEDULED = "scheduled", _("scheduled")
    CLAIMED = "claimed", _("being prepared")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    AMBIGUOUS = "ambiguous", _("unclear, sent once more")
    CANCELLED = "cancelled", _("cancelled")
    EXPIRED = "expired", _("expired")


class OutgoingMessage(Record):
    """One message that leaves the clinic, from its planning to what the recipient got. The row is the truth.

    `kind` names the folder templates/messages/<kind>/; `context` is plain data for its words; `about` is the key it
    hangs on ("visit:<uuid>"). Times compare with the database's clock.
    """

    patient = models.ForeignKey(
        Patient,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="messages",
    )
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=8, choices=Channel)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, default="en")
    about = models.CharField(max_length=80, db_index=True)
    context = models.JSONField(default=dict)
    restrictive = models.BooleanField(default=False, help_text="May come early, never late.")
    ignores_quiet_hours = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    document = models.ForeignKey(
        Document,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="messages",
    )
    calendar = models.TextField(blank=True, help_text="The calendar file that goes with it.")
    calendar_method = models.CharField(max_length=10, blank=True)

    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.SCHEDULED)
    claimed_by = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=200, unique=True)
    recipient = models.CharField(max_length=254, blank=True, help_text="The address it went to.")
    subject = models.CharField(max_length=200, blank=True)
    body_text = models.TextField(blank=True, help_text="Exactly what was sent.")
    body_html = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    last_answer = models.CharField(max_length=500, blank=True, help_text="The server's last words.")
    cancel_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-due_at", "-pk"]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="message_due",
                condition=Q(state__in=["scheduled", "claimed", "sending"]),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(patient__isnull=False, user__isnull=True) | Q(patient__isnull=True, user__isnull=False),
                name="message_has_one_recipient",
            ),
            models.CheckConstraint(
                condition=Q(due_at__lt=F("expires_at")),
                name="message_due_before_it_expires",
            ),
            models.CheckConstraint(
                condition=~Q(state="claimed") | Q(lease_until__isnull=False),
                name="claimed_message_has_lease",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"


class DeliveryAttempt(models.Model):
    """One try to hand a message over, and what the other side answered."""

    message = models.ForeignKey(OutgoingMessage, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(max_length=10, choices=MessageState)
    code = models.PositiveSmallIntegerField(null=True)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.outcome} {self.code or ''}".strip()
