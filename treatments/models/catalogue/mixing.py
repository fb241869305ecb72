"""What does not go together, and how much is too much."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from treatments.models.catalogue.base import CatalogueEntry, Level
from treatments.models.catalogue.ingredients import Ingredient


class Incompatibility(CatalogueEntry):
    """Two sides that must not, or should not, meet in one syringe. A pair without `b_ingredients` means anything.

    `severity` is the published word, `level` what the clinic's rule does.
    """

    class Severity(models.TextChoices):
        BLOCK = "block", _("Block")
        WARN = "warn", _("Warn")
        INFO = "info", _("Inform")

    class Kind(models.TextChoices):
        PAIR = "pair", _("A pair of ingredients")
        VEHICLE = "vehicle", _("A vehicle")
        UNLISTED = "unlisted", _("A mixture that no reference covers")
        NONE = "none", _("Kept for reading, not checked")

    a = models.CharField(max_length=120)
    b = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    a_ingredients = models.ManyToManyField(Ingredient, related_name="+", blank=True)
    b_ingredients = models.ManyToManyField(Ingredient, related_name="+", blank=True)
    severity = models.CharField(max_length=5, choices=Severity)
    level = models.CharField(max_length=6, choices=Level)
    may_override = models.BooleanField(default=False)
    text = models.TextField()

    class Meta(CatalogueEntry.Meta):
        verbose_name_plural = _("incompatibilities")

    def __str__(self) -> str:
        return f"{self.a} + {self.b}" if self.b else self.a


class MedicineGroup(CatalogueEntry):
    """Medicines a rule treats alike; `words` are lower-case words that recognise what a patient writes."""

    label = models.CharField(max_length=120)
    words = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.label


class DrugInteraction(CatalogueEntry):
    """A medicine the patient takes, or a laboratory test, against ingredients or against any injection.

    `medicine_keys` name MedicineGroup rows; `same_as` is the key of a row that already says it.
    """

    class Action(models.TextChoices):
        BLOCK = "block", _("Block")
        BLOCK_OR_PRESCRIBER = "block_or_prescriber", _("Block unless the prescriber agrees")
        MEDICAL_REVIEW = "medical_review", _("Medical review")
        WARN = "warn", _("Warn")
        INFORM = "inform", _("Inform")

    class About(models.TextChoices):
        MEDICINE = "medicine", _("A medicine")
        TEST = "test", _("A laboratory test")

    drug_or_test = models.CharField(max_length=120)
    about = models.CharField(max_length=10, choices=About, default=About.MEDICINE)
    medicine_keys = models.JSONField(default=list, blank=True)
    ingredients = models.ManyToManyField(Ingredient, related_name="drug_interactions", blank=True)
    all_injections = models.BooleanField(default=False)
    effect = models.TextField()
    action = models.CharField(max_length=20, choices=Action)
    level = models.CharField(max_length=6, choices=Level)
    may_override = models.BooleanField(default=False)
    same_as = models.SlugField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.drug_or_test


class DoseLimit(CatalogueEntry):
    """The lower of `mg_per_kg` × weight and `cap_mg`; `mg_per_point` is a published amount to compare with.

    `window_days` makes it a limit of all visits within so many days instead of one visit.
    """

    class Purpose(models.TextChoices):
        SESSION_LIMIT = "session_limit", _("Most in one session")
        EMERGENCY_DOSE = "emergency_dose", _("Emergency dose")
        POINT_CHECK = "point_check", _("Check per point")

    ingredient = models.ForeignKey(Ingredient, on_delete=models.PROTECT, related_name="dose_limits")
    purpose = models.CharField(max_length=15, choices=Purpose)
    with_epinephrine = models.BooleanField(default=False)
    mg_per_kg = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)
    cap_mg = models.DecimalField(max_digits=8, decimal_places=3, null=True, blank=True)
    mg_per_point = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)
    window_days = models.PositiveSmallIntegerField(null=True, blank=True)
    formula = models.TextField()
    counts = models.JSONField(default=list, blank=True)

    class Meta(CatalogueEntry.Meta):
        constraints = [
            *CatalogueEntry.Meta.constraints,
            models.CheckConstraint(
                name="dose_limit_has_a_number",
                condition=Q(mg_per_kg__isnull=False, mg_per_kg__gt=0, cap_mg__isnull=False, cap_mg__gt=0)
                | Q(mg_per_point__isnull=False, mg_per_point__gt=0),
                violation_error_message=_("A limit needs mg/kg with a cap, or mg per point."),
            ),
        ]

    def __str__(self) -> str:
        return self.formula
