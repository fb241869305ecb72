from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.diary.models import Visit
from clinic.kit.models import Record
from clinic.practice.models import User
from treatments.models.catalogue import CareItem, Zone
from treatments.models.plans import Course


class SessionState(models.TextChoices):
    PLANNED = "planned", _("planned")
    STARTED = "started", _("in treatment")
    ENDED = "ended", _("ended, to be signed")
    SIGNED = "signed", _("signed")
    DROPPED = "dropped", _("dropped")


class SessionOutcome(models.TextChoices):
    TREATED = "treated", _("treated")
    PARTLY = "partly", _("partly treated")
    NOT_TREATED = "not_treated", _("not treated")


class SessionQuerySet(models.QuerySet["Session"]):
    def unbooked(self) -> "SessionQuerySet":
        """Return planned sessions that no visit holds a time for."""
        return self.filter(state=SessionState.PLANNED, visit=None)


class Session(Record):
    """One treatment of a course. Its visit says when it is planned; the two instants say when it truly happened.

    The aftercare clock runs from `treatment_ended_at`. Once signed, a session does not change: an addendum stands
    beside it.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField(_("session"))
    visit = models.ForeignKey(Visit, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions")
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.PLANNED)
    outcome = models.CharField(_("outcome"), max_length=12, choices=SessionOutcome, blank=True)
    outcome_reason = models.CharField(_("why"), max_length=300, blank=True)
    earliest_on = models.DateField(_("earliest"), null=True, blank=True)
    ideal_on = models.DateField(_("ideal"), null=True, blank=True)
    latest_on = models.DateField(_("latest"), null=True, blank=True)
    treatment_started_at = models.DateTimeField(null=True, blank=True)
    treatment_ended_at = models.DateTimeField(null=True, blank=True)
    practitioner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    zones_treated = models.ManyToManyField(Zone, related_name="+", blank=True)
    given = models.JSONField(_("what was given"), default=list, help_text="Lines worked out, as given, with units.")
    given_volume_ml = models.DecimalField(_("volume given (mL)"), max_digits=7, decimal_places=3, null=True, blank=True)
    points = models.PositiveSmallIntegerField(_("points"), null=True, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    aftercare = models.JSONField(default=dict, help_text="Care items and their ends, as told to the patient.")
    gaps = models.JSONField(default=list, help_text="What was missing at the start, with the reason given.")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["course", "number"]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="session_number_once"),
            models.CheckConstraint(
                condition=Q(treatment_ended_at__isnull=True)
                | Q(treatment_started_at__isnull=True)
                | Q(treatment_ended_at__gte=models.F("treatment_started_at")),
                name="treatment_ends_after_it_started",
                violation_error_message=_("The end of treatment cannot lie before its start."),
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="signed_session_names_its_signer",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["partly", "not_treated"]) | ~Q(outcome_reason=""),
                name="less_than_treated_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.number}"

    @property
    def key(self) -> str:
        """The key under which care documents and links speak of this session."""
        return f"session:{self.uuid}"


class EndCorrection(models.Model):
    """The recorded end of treatment was wrong: what it was, what it is, who says so, and why."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="end_corrections")
    was = models.DateTimeField()
    now = models.DateTimeField()
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.was} → {self.now}"


class Addendum(models.Model):
    """Words added to a signed session."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="addenda")
    text = models.TextField(_("addendum"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.text[:40]


class ChecklistTick(models.Model):
    """The answer to one care item of a session: before care by staff, aftercare by the patient. The latest counts."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="ticks")
    care_item = models.ForeignKey(CareItem, on_delete=models.PROTECT, related_name="+")
    done = models.BooleanField()
    decision = models.CharField(
        _("decision"), max_length=300, blank=True, help_text="What a clinician decided on a no."
    )
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    link = models.UUIDField(null=True, help_text="The patient's link, when the patient ticked.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.care_item_id}: {self.done}"
