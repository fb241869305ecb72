"""What goes into a cocktail: substances, their published strengths and doses, and who must not have them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from treatments.models.catalogue.base import CatalogueEntry, EvidenceLevel, Level
from treatments.models.catalogue.places import Concern


class IngredientClass(models.TextChoices):
    VITAMIN = "vitamin", _("Vitamin")
    MINERAL = "mineral", _("Mineral")
    AMINO_ACID = "amino_acid", _("Amino acid")
    HYALURONIC_ACID = "hyaluronic_acid", _("Hyaluronic acid")
    ANTIOXIDANT = "antioxidant", _("Antioxidant")
    COENZYME = "coenzyme", _("Coenzyme")
    PEPTIDE = "peptide", _("Peptide")
    NUCLEOTIDE = "nucleotide", _("Nucleotide")
    MEDICATION = "medication", _("Medication")
    VASODILATOR = "vasodilator", _("Vasodilator")
    ANAESTHETIC = "anaesthetic", _("Local anaesthetic")
    ENZYME = "enzyme", _("Enzyme")
    EXFOLIANT_ACID = "exfoliant_acid", _("Exfoliant acid")
    BOTANICAL = "botanical", _("Botanical")
    PRODUCT_BLEND = "product_blend", _("Ready-made blend")
    AUTOLOGOUS = "autologous", _("From the patient's own blood")
    DILUENT = "diluent", _("Diluent")


class Vehicle(models.TextChoices):
    AQUEOUS = "aqueous", _("Water")
    OIL = "oil", _("Oil")
    ALCOHOL = "alcohol", _("Alcohol")
    UNKNOWN = "unknown", _("Not known")


class DoseData(models.TextChoices):
    """Whether an intradermal dose was published. Not published means: your choice, never a default."""

    PUBLISHED = "published", _("Published")
    LABEL_LIMIT = "label_limit", _("Label gives an upper limit only")
    NOT_PUBLISHED = "not_published", _("Not published: your choice")


class PublishedUnit(models.TextChoices):
    MG_PER_ML = "mg/mL", _("mg/mL")
    PERCENT = "%", _("% (1 % = 10 mg/mL)")
    MICROGRAM_PER_ML = "microgram/mL", _("microgram/mL")
    ML_PER_SESSION = "mL/session", _("mL per session")
    ML_PER_LESION = "mL/lesion", _("mL per lesion")


class Ingredient(CatalogueEntry):
    """A substance or ready-made blend. `needs_contraception`: stops without documented contraception."""

    name = models.CharField(max_length=120)
    inn = models.CharField(max_length=160)
    ingredient_class = models.CharField(max_length=20, choices=IngredientClass)
    salt_or_base = models.CharField(max_length=80, blank=True)
    codes = models.JSONField(default=dict, blank=True)
    concerns = models.ManyToManyField(Concern, related_name="ingredients", blank=True)
    vehicle = models.CharField(max_length=10, choices=Vehicle, default=Vehicle.UNKNOWN)
    pregnancy = models.TextField(blank=True)
    lactation = models.TextField(blank=True)
    needs_contraception = models.BooleanField(default=False)
    often_oily = models.BooleanField(default=False)
    needs_test_injection = models.BooleanField(_("needs a test injection first"), default=False)
    cautions = models.JSONField(default=list, blank=True)
    contraindications = models.JSONField(default=list, blank=True)
    interactions = models.JSONField(default=list, blank=True)
    max_dose = models.JSONField(default=dict, blank=True)
    dose_data = models.CharField(max_length=15, choices=DoseData, default=DoseData.NOT_PUBLISHED)
    evidence_level = models.CharField(max_length=15, choices=EvidenceLevel, default=EvidenceLevel.NONE)
    evidence_note = models.TextField(blank=True)
    regulatory_note = models.TextField(blank=True)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class PublishedAmount(models.Model):
    """A published number with its unit and context. `value_max` ends a range; `as_published` keeps odd wordings."""

    value = models.DecimalField(max_digits=12, decimal_places=5, null=True, blank=True)
    value_max = models.DecimalField(max_digits=12, decimal_places=5, null=True, blank=True)
    unit = models.CharField(max_length=15, choices=PublishedUnit)
    as_published = models.CharField(max_length=120, blank=True)
    context = models.TextField(blank=True)
    sources = models.JSONField(default=list)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_says_something",
                condition=Q(value__isnull=False, value__gt=0) | (Q(value__isnull=True) & ~Q(as_published="")),
                violation_error_message=_("Give a number above 0, or the wording as published."),
            ),
            models.CheckConstraint(
                name="%(class)s_range_is_ordered",
                condition=Q(value_max__isnull=True) | Q(value_max__gt=F("value")),
                violation_error_message=_("The end of a range lies above its start."),
            ),
        ]

    def __str__(self) -> str:
        if self.as_published or self.value is None:
            return self.as_published
        number = f"{self.value.normalize():f}"
        end = f"–{self.value_max.normalize():f}" if self.value_max is not None else ""
        return f"{number}{end} {self.unit}"


class IngredientStrength(PublishedAmount):
    """A strength in which the substance is sold or was prepared."""

    ingredient = models.ForeignKey(Ingredient, on_delete=models.CASCADE, related_name="strengths")

    class Meta(PublishedAmount.Meta):
        pass


class PublishedDose(PublishedAmount):
    """An amount that a study or label states for one use."""

    ingredient = models.ForeignKey(Ingredient, on_delete=models.CASCADE, related_name="doses")

    class Meta(PublishedAmount.Meta):
        pass


class AllergyGroup(CatalogueEntry):
    """Substances a person may react to together.

    `members` always belong; `possible_members` only where a product holds the excipient. `member_names` is the
    published list, `words` recognise what a patient writes, `crosses` are keys of groups that react too, and
    `every_injection` concerns the procedure itself (gloves, antiseptic, needle).
    """

    name = models.CharField(max_length=80)
    cross = models.TextField()
    member_names = models.JSONField(default=list, blank=True)
    members = models.ManyToManyField(Ingredient, related_name="allergy_groups", blank=True)
    possible_members = models.ManyToManyField(Ingredient, related_name="possible_allergy_groups", blank=True)
    words = models.JSONField(default=list, blank=True)
    crosses = models.JSONField(default=list, blank=True)
    every_injection = models.BooleanField(default=False)
    level = models.CharField(max_length=6, choices=Level)
    may_override = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name
