"""What may go wrong, when to look again, and how results are measured."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from treatments.models.catalogue.base import CatalogueEntry
from treatments.models.catalogue.places import Concern


class AdverseEvent(CatalogueEntry):
    """A reaction. `normal_until_hours` after the end of treatment it is no longer expected; null: never normal."""

    class Severity(models.TextChoices):
        EXPECTED = "expected", _("Expected")
        MINOR = "minor", _("Minor")
        MODERATE = "moderate", _("Moderate")
        SERIOUS_POSSIBLE = "serious_possible", _("May become serious")
        SERIOUS = "serious", _("Serious")
        EMERGENCY = "emergency", _("Emergency")

    name = models.CharField(max_length=120)
    severity = models.CharField(max_length=20, choices=Severity)
    onset = models.CharField(max_length=160)
    expected_duration = models.CharField(max_length=120)
    normal_until_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    red_flags = models.JSONField(default=list, blank=True)
    action = models.TextField()
    follow_up = models.CharField(max_length=120)
    frequency = models.CharField(max_length=200, blank=True)
    patient_text = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class FollowUp(CatalogueEntry):
    """A time after treatment at which the clinic looks again."""

    timing = models.CharField(max_length=40)
    purpose = models.CharField(max_length=160)
    after_days_min = models.PositiveSmallIntegerField()
    after_days_max = models.PositiveSmallIntegerField()

    class Meta(CatalogueEntry.Meta):
        constraints = [
            *CatalogueEntry.Meta.constraints,
            models.CheckConstraint(
                name="follow_up_days_ordered",
                condition=Q(after_days_max__gte=F("after_days_min")),
                violation_error_message=_("The larger number comes last."),
            ),
        ]

    def __str__(self) -> str:
        return self.timing


class OutcomeScale(CatalogueEntry):
    """A scale for baseline and result. No concern listed: it serves all. `better` is the direction of improvement."""

    class Better(models.TextChoices):
        LOWER = "lower", _("Lower is better")
        HIGHER = "higher", _("Higher is better")
        NEITHER = "neither", _("Describes, does not rate")

    name = models.CharField(max_length=120)
    concerns = models.ManyToManyField(Concern, related_name="scales", blank=True)
    score_range = models.TextField()
    minimum = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    maximum = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    better = models.CharField(max_length=10, choices=Better)
    disagreement = models.TextField(blank=True)
    disagreement_sources = models.JSONField(default=list, blank=True)

    class Meta(CatalogueEntry.Meta):
        constraints = [
            *CatalogueEntry.Meta.constraints,
            models.CheckConstraint(
                name="outcome_scale_range_ordered",
                condition=Q(minimum__isnull=True) | Q(maximum__isnull=True) | Q(maximum__gt=F("minimum")),
                violation_error_message=_("The larger number comes last."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
