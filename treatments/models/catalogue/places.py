"""What is treated, where on the body, and how the needle goes in."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from treatments.models.catalogue.base import CatalogueEntry


class Region(models.TextChoices):
    FACE = "face", _("Face")
    NECK = "neck", _("Neck")
    CHEST = "chest", _("Chest")
    SCALP = "scalp", _("Scalp")
    HAND = "hand", _("Hand")
    BODY = "body", _("Body")


class Concern(CatalogueEntry):
    """What brings the person: ageing, acne and scarring, hair loss, skin brightening."""

    name = models.CharField(max_length=80)
    description = models.TextField()

    def __str__(self) -> str:
        return self.name


class Zone(CatalogueEntry):
    """A place where points are injected. Left and right are zones of their own."""

    name = models.CharField(max_length=80)
    region = models.CharField(max_length=10, choices=Region)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class Technique(CatalogueEntry):
    """A way to inject. `depth` is the published wording, `depth_mm_max` its deepest number where one is stated."""

    name = models.CharField(max_length=80)
    depth = models.CharField(max_length=120, blank=True)
    depth_mm_max = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    needle = models.CharField(max_length=120, blank=True)
    angle_degrees = models.CharField(max_length=40, blank=True)
    volume_per_point_ml = models.CharField(max_length=40, blank=True)
    spacing_cm = models.CharField(max_length=40, blank=True)
    detail = models.TextField(blank=True)
    typical_use = models.JSONField(default=list, blank=True)

    class Meta(CatalogueEntry.Meta):
        constraints = [
            *CatalogueEntry.Meta.constraints,
            models.CheckConstraint(
                name="technique_depth_is_positive",
                condition=Q(depth_mm_max__isnull=True) | Q(depth_mm_max__gt=0),
                violation_error_message=_("A depth is more than 0 mm."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
