from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clinic.kit.models import OncePerForm, Record
from clinic.practice.models import Location, User
from patients.models import Patient
from treatments.models.catalogue import Concern, Protocol, Technique, Zone
from treatments.models.encounters import Encounter
from treatments.models.recipes import RecipeVersion


class PlanState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", _("proposed")
    ACCEPTED = "accepted", _("accepted")
    ACTIVE = "active", _("active")
    COMPLETED = "completed", _("completed")
    STOPPED = "stopped", _("stopped")


OPEN_STATES = (PlanState.DRAFT, PlanState.PROPOSED, PlanState.ACCEPTED, PlanState.ACTIVE)


class PlanQuerySet(models.QuerySet["Plan"]):
    def at(self, location: Location) -> "PlanQuerySet":
        """Return the plans that the staff of `location` may know of: those of its patients."""
        return self.filter(patient__locations=location)

    def open(self) -> "PlanQuerySet":
        """Return the plans under which somebody may still be treated."""
        return self.filter(state__in=OPEN_STATES)


class Plan(Record, OncePerForm):
    """What is planned for one patient. A clinician answers for it; the patient accepts it."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="plans")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="plans")
    encounter = models.ForeignKey(Encounter, null=True, blank=True, on_delete=models.PROTECT, related_name="plans")
    clinician = models.ForeignKey(User, on_delete=models.PROTECT, related_name="plans")
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.DRAFT)
    goal = models.TextField(_("goal, in the patient's words"), blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_recorded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    stopped_reason = models.CharField(_("why it was stopped"), max_length=300, blank=True)
    edition = models.PositiveIntegerField(default=1, help_text="Counts changes, so that two editors notice each other.")

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(state="stopped") | ~Q(stopped_reason=""), name="stopped_plan_says_why"),
        ]

    def __str__(self) -> str:
        return f"Plan {self.created_at:%Y-%m-%d}"

    @property
    def key(self) -> str:
        return f"plan:{self.uuid}"


class Course(Record):
    """One series of sessions within a plan: concern, protocol, frozen recipe version, technique and zones.

    Sessions and intervals are empty until the protocol states them or a clinician chooses; no default is made up.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="courses")
    order = models.PositiveSmallIntegerField(default=0)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="+")
    protocol = models.ForeignKey(Protocol, null=True, blank=True, on_delete=models.PROTECT, related_name="courses")
    recipe_version = models.ForeignKey(
        RecipeVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="courses"
    )
    technique = models.ForeignKey(Technique, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    zones = models.ManyToManyField(Zone, related_name="+", blank=True)
    depth_mm = models.DecimalField(_("depth (mm)"), max_digits=4, decimal_places=2, null=True, blank=True)
    needle = models.CharField(_("needle"), max_length=80, blank=True)
    sessions_planned = models.PositiveSmallIntegerField(
        _("sessions"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(40)]
    )
    interval_min_days = models.PositiveSmallIntegerField(_("shortest interval (days)"), null=True, blank=True)
    interval_days = models.PositiveSmallIntegerField(_("ideal interval (days)"), null=True, blank=True)
    interval_max_days = models.PositiveSmallIntegerField(_("longest interval (days)"), null=True, blank=True)
    rides_with = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="riders",
        help_text="Its sessions share the visits of that course where the intervals allow.",
    )
    volume_ml = models.DecimalField(_("volume a session (mL)"), max_digits=7, decimal_places=3, null=True, blank=True)
    price = models.DecimalField(_("price a session"), max_digits=9, decimal_places=2, null=True, blank=True)
    results_after_weeks = models.PositiveSmallIntegerField(_("results expected after (weeks)"), null=True, blank=True)
    starts_on = models.DateField(_("first session from"), null=True, blank=True)

    class Meta:
        ordering = ["plan", "order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "order"], name="course_order_once"),
            models.CheckConstraint(
                condition=Q(interval_min_days__gte=1)
                & Q(interval_min_days__lte=F("interval_days"))
                & Q(interval_days__lte=F("interval_max_days")),
                name="intervals_are_ordered",
                violation_error_message=_("The ideal interval lies between the shortest and the longest."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.concern}"

    @property
    def sessions_total(self) -> int:
        """How many sessions there are with all phases: the N of "n of N". One query, none with phases prefetched."""
        return (self.sessions_planned or 0) + sum(phase.sessions for phase in self.phases.all())
