from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class VisitType(models.Model):
    """A kind of visit, made of parts: consultation, treatment with numbing cream, review …"""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    for_treatment = models.BooleanField(_("for treatment sessions"), default=False)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class VisitPart(models.Model):
    """A stretch of a visit and whom it keeps busy: numbing needs the patient and a room, not the practitioner."""

    visit_type = models.ForeignKey(VisitType, on_delete=models.CASCADE, related_name="parts")
    order = models.PositiveSmallIntegerField(_("order"))
    name = models.CharField(_("name"), max_length=60)
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=[MinValueValidator(5)])
    needs_practitioner = models.BooleanField(_("needs the practitioner"), default=True)
    needs_room = models.BooleanField(_("needs the room"), default=True)
    needs_patient = models.BooleanField(_("needs the patient"), default=True)

    class Meta:
        ordering = ["visit_type", "order"]
        constraints = [models.UniqueConstraint(fields=["visit_type", "order"], name="visit_part_order_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.minutes} min)"
