"""Published ways to treat a concern, as a starting point for the clinic's own."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from treatments.models.catalogue.base import CatalogueEntry, EntryQuerySet, EvidenceLevel
from treatments.models.catalogue.ingredients import Ingredient
from treatments.models.catalogue.places import Concern, Technique


class ProtocolQuerySet(EntryQuerySet):
    def suggested(self):
        """Offered protocols whose published result was not negative."""
        return self.offered().exclude(evidence_level=EvidenceLevel.NEGATIVE)


def _ordered(name: str, low: str, high: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{low}__isnull": True}) | Q(**{f"{high}__isnull": True}) | Q(**{f"{high}__gte": F(low)}),
        violation_error_message=_("The larger number comes last."),
    )


class Protocol(CatalogueEntry):
    """A published protocol. Null means not stated in what was read; `gaps` says what else is missing."""

    name = models.CharField(max_length=160)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="protocols")
    technique = models.ForeignKey(Technique, on_delete=models.PROTECT, null=True, blank=True, related_name="protocols")
    technique_text = models.CharField(max_length=160, blank=True)
    ingredients = models.ManyToManyField(Ingredient, related_name="protocols", blank=True)
    other_components = models.JSONField(default=list, blank=True)
    composition = models.CharField(max_length=200, blank=True)
    sessions_min = models.PositiveSmallIntegerField(null=True, blank=True)
    sessions_max = models.PositiveSmallIntegerField(null=True, blank=True)
    sessions_text = models.CharField(max_length=80, blank=True)
    interval_days_min = models.PositiveSmallIntegerField(null=True, blank=True)
    interval_days_ideal = models.PositiveSmallIntegerField(null=True, blank=True)
    interval_days_max = models.PositiveSmallIntegerField(null=True, blank=True)
    interval_text = models.CharField(max_length=120, blank=True)
    schedule_days = models.JSONField(default=list, blank=True)
    maintenance = models.CharField(max_length=80, blank=True)
    maintenance_months_min = models.PositiveSmallIntegerField(null=True, blank=True)
    maintenance_months_max = models.PositiveSmallIntegerField(null=True, blank=True)
    depth = models.CharField(max_length=80, blank=True)
    needle = models.CharField(max_length=80, blank=True)
    spacing_cm = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    volume_per_point_ml = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)
    points = models.PositiveSmallIntegerField(null=True, blank=True)
    total_volume_ml_min = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    total_volume_ml_max = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    total_volume_note = models.CharField(max_length=80, blank=True)
    zones_text = models.JSONField(default=list, blank=True)
    regions = models.JSONField(default=list, blank=True)
    population = models.TextField(blank=True)
    result = models.TextField(blank=True)
    design = models.CharField(max_length=160)
    evidence_level = models.CharField(max_length=15, choices=EvidenceLevel)
    gaps = models.JSONField(default=list, blank=True)
    adopted_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="adoptions")

    objects = ProtocolQuerySet.as_manager()  # type: ignore[misc]

    class Meta(CatalogueEntry.Meta):
        constraints = [
            *CatalogueEntry.Meta.constraints,
            _ordered("protocol_sessions_ordered", "sessions_min", "sessions_max"),
            _ordered("protocol_interval_ordered", "interval_days_min", "interval_days_max"),
            _ordered("protocol_ideal_not_below_min", "interval_days_min", "interval_days_ideal"),
            _ordered("protocol_ideal_not_above_max", "interval_days_ideal", "interval_days_max"),
            _ordered("protocol_volume_ordered", "total_volume_ml_min", "total_volume_ml_max"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_negative(self) -> bool:
        """Whether the published result showed no benefit."""
        return self.evidence_level == EvidenceLevel.NEGATIVE
