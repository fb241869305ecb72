"""What a course has beside its first series: phases that follow, cream before it, reviews, and where it began."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.practice.models import User
from treatments.models.catalogue import Ingredient, OutcomeScale
from treatments.models.plans import Course


class CoursePhase(models.Model):
    """Sessions that follow a course's first series at another pace: tapering, then maintenance.

    The intervals (days) hold before each of its sessions, the first included.
    """

    class Kind(models.TextChoices):
        SERIES = "series", _("series")
        TAPER = "taper", _("tapering")
        MAINTENANCE = "maintenance", _("maintenance")

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="phases")
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.TAPER)
    sessions = models.PositiveSmallIntegerField(_("sessions"), validators=[MinValueValidator(1), MaxValueValidator(40)])
    interval_min_days = models.PositiveSmallIntegerField(_("shortest interval (days)"))
    interval_days = models.PositiveSmallIntegerField(_("ideal interval (days)"))
    interval_max_days = models.PositiveSmallIntegerField(_("longest interval (days)"))

    class Meta:
        ordering = ["course", "order"]
        constraints = [
            models.UniqueConstraint(fields=["course", "order"], name="phase_order_once"),
            models.CheckConstraint(condition=Q(sessions__gte=1), name="phase_has_a_session"),
            models.CheckConstraint(
                condition=Q(interval_min_days__gte=1)
                & Q(interval_min_days__lte=F("interval_days"))
                & Q(interval_days__lte=F("interval_max_days")),
                name="phase_intervals_are_ordered",
                violation_error_message=_("The ideal interval lies between the shortest and the longest."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sessions} × {self.interval_days} days"


class TopicalAnaesthetic(models.Model):
    """A numbing cream put on before each session of a course: it counts towards the substance's limit."""

    course = models.OneToOneField(Course, on_delete=models.CASCADE, related_name="topical")
    ingredient = models.ForeignKey(Ingredient, on_delete=models.PROTECT, related_name="+")
    strength_percent = models.DecimalField(_("strength (%)"), max_digits=6, decimal_places=3)
    grams = models.DecimalField(_("cream (g)"), max_digits=6, decimal_places=2)
    area_cm2 = models.DecimalField(_("area (cm²)"), max_digits=7, decimal_places=1, null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes on the skin"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(strength_percent__gt=0) & Q(strength_percent__lte=100) & Q(grams__gt=0),
                name="cream_has_an_amount",
                violation_error_message=_("A cream has a strength up to 100 % and a weight above 0 g."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.grams} g {self.strength_percent} %"


class PlannedReview(models.Model):
    """A look without treatment on the course's timeline, some days after one of its sessions."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="reviews")
    after_session = models.PositiveSmallIntegerField(_("after session"), validators=[MinValueValidator(1)])
    days_after = models.PositiveSmallIntegerField(_("days after it"), validators=[MaxValueValidator(730)])
    purpose = models.CharField(_("what for"), max_length=160)

    class Meta:
        ordering = ["course", "after_session", "days_after", "pk"]

    def __str__(self) -> str:
        return self.purpose


class Assessment(models.Model):
    """A concern rated at the start or later, on a scale or in words. It stands; a wrong one is followed by another.

    `better` is kept with each entry: papers use one scale in both directions.
    """

    class Moment(models.TextChoices):
        BASELINE = "baseline", _("baseline")
        REVIEW = "review", _("review")
        END = "end", _("end of the course")

    class Severity(models.TextChoices):
        MILD = "mild", _("mild")
        MODERATE = "moderate", _("moderate")
        SEVERE = "severe", _("severe")

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="assessments")
    scale = models.ForeignKey(OutcomeScale, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    moment = models.CharField(max_length=10, choices=Moment, default=Moment.BASELINE)
    score = models.CharField(_("score"), max_length=40, blank=True)
    better = models.CharField(_("which way is better"), max_length=10, choices=OutcomeScale.Better, blank=True)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scale__isnull=False) & ~Q(score="") & ~Q(better="")
                | Q(scale__isnull=True, score="") & ~Q(severity=""),
                name="assessment_says_something",
                violation_error_message=_("Give a score on a scale, or how severe it is."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.scale}: {self.score}" if self.scale else self.get_severity_display()
