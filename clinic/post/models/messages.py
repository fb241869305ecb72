from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from clinic.kit.models import OncePerForm, Record
from clinic.post.models.states import MessageState
from clinic.post.models.waiting import DESK_CHANNELS, DOCUMENT_TAKES, HELD_UP, WAITING
from clinic.practice.models import Location, User
from patients.models import Document, Patient
from patients.models.people import Channel


class OutgoingMessageQuerySet(models.QuerySet["OutgoingMessage"]):
    """The outbox in the clinic's words. Every comparison with the time asks the database's clock."""

    def waiting(self) -> "OutgoingMessageQuerySet":
        """Return what still has to go: scheduled, or unclear once and to be sent once more."""
        return self.filter(WAITING)

    def due(self) -> "OutgoingMessageQuerySet":
        """Return what is due now and not yet worthless."""
        return self.filter(due_at__lte=Now(), expires_at__gt=Now())

    def claimable(self) -> "OutgoingMessageQuerySet":
        """Return the e-mails that a worker may take now."""
        rested = Q(next_try_at=None) | Q(next_try_at__lte=Now())
        return self.waiting().due().filter(rested, channel=Channel.EMAIL).exclude(HELD_UP)

    def held_up(self) -> "OutgoingMessageQuerySet":
        """Return what is overdue because its document is not ready."""
        return self.waiting().due().filter(HELD_UP, due_at__lte=Now() - DOCUMENT_TAKES)

    def on_the_desk(self) -> "OutgoingMessageQuerySet":
        """Return what somebody has to print or to say on the telephone now."""
        return self.filter(state=MessageState.SCHEDULED, channel__in=DESK_CHANNELS).due()

    def needs_attention(self) -> "OutgoingMessageQuerySet":
        """Return what did not go as planned and was not sent once more: failed, unclear, expired, late."""
        gone_wrong = [MessageState.FAILED, MessageState.AMBIGUOUS, MessageState.EXPIRED]
        tried_in_vain = Q(state=MessageState.SCHEDULED, tries__gt=0)
        late_document = Q(state=MessageState.SCHEDULED, due_at__lte=Now() - DOCUMENT_TAKES) & HELD_UP
        return self.filter(Q(state__in=gone_wrong) | tried_in_vain | late_document, resent_as=None)


class OutgoingMessage(OncePerForm, Record):
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
    next_try_at = models.DateTimeField(null=True, blank=True, help_text="Not before, after a try in vain.")
    unclear = models.PositiveSmallIntegerField(default=0, help_text="Tries whose end nobody knows; two at most.")
    tries = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=200, unique=True)
    resends = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="resent_as")
    recipient = models.CharField(max_length=254, blank=True, help_text="The address it went to.")
    subject = models.CharField(max_length=200, blank=True)
    body_text = models.TextField(blank=True, help_text="Exactly what was sent.")
    body_html = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    last_answer = models.CharField(max_length=500, blank=True, help_text="The server's last words.")
    cancel_reason = models.CharField(max_length=200, blank=True)

    objects = OutgoingMessageQuerySet.as_manager()

    class Meta:
        ordering = ["-due_at", "-pk"]
        indexes = [
            models.Index(fields=["location", "-due_at"], name="message_list"),
            models.Index(
                fields=["due_at"],
                name="message_due",
                condition=Q(state__in=["scheduled", "claimed", "sending", "ambiguous"]),
            ),
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
                condition=~Q(state__in=["claimed", "sending"]) | Q(lease_until__isnull=False),
                name="message_in_hand_has_lease",
            ),
            models.CheckConstraint(condition=Q(unclear__lte=2), name="message_at_most_two_copies"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sent_message_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"

    @property
    def audit_key(self) -> str:
        """The key under which the audit speaks of this message: its patient's, or its own."""
        return self.patient.key if self.patient else f"message:{self.uuid}"

    @property
    def address(self) -> str:
        """The e-mail address the recipient has today; empty if there is none."""
        recipient = self.patient or self.user
        return recipient.email if recipient else ""

    @property
    def is_on_paper(self) -> bool:
        """Tell whether somebody prints it and hands it over."""
        return self.channel == Channel.PRINT
