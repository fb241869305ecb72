"""What stands on the shelf: a substance as one maker sells it, with everything else that is in the vial."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from treatments.models.catalogue.base import CatalogueEntry
from treatments.models.catalogue.ingredients import AllergyGroup, Ingredient, Vehicle


class Product(CatalogueEntry):
    """One product of the clinic's own shelf. Its strength is the label's; `excipients` stay unknown until read there.

    A powder states what the vial holds (`strength_unit` a mass or IU); it is dissolved in a recipe's line.
    """

    class Form(models.TextChoices):
        SOLUTION = "solution", _("Solution")
        POWDER = "powder", _("Powder")
        GEL = "gel", _("Gel")
        CREAM = "cream", _("Cream")

    name = models.CharField(_("name"), max_length=120)
    manufacturer = models.CharField(_("manufacturer"), max_length=120, blank=True)
    ingredient = models.ForeignKey(Ingredient, on_delete=models.PROTECT, related_name="products")
    form = models.CharField(_("form"), max_length=10, choices=Form, default=Form.SOLUTION)
    strength_value = models.DecimalField(_("strength"), max_digits=14, decimal_places=6, null=True, blank=True)
    strength_unit = models.CharField(_("unit"), max_length=16, blank=True)
    pack_ml = models.DecimalField(_("volume of a pack (mL)"), max_digits=8, decimal_places=3, null=True, blank=True)
    salt_or_base = models.CharField(_("as salt or base"), max_length=80, blank=True)
    with_epinephrine = models.BooleanField(_("with epinephrine"), default=False)
    vehicle = models.CharField(_("vehicle"), max_length=10, choices=Vehicle, default=Vehicle.UNKNOWN)
    excipients_read = models.BooleanField(_("excipients read on the label"), default=False)
    excipients = models.TextField(_("excipients"), blank=True)
    allergens = models.ManyToManyField(AllergyGroup, related_name="products", blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta(CatalogueEntry.Meta):
        ordering = ["name", "key"]
        constraints = [
            *CatalogueEntry.Meta.constraints,
            models.CheckConstraint(
                name="product_strength_has_its_unit",
                condition=Q(strength_value__isnull=True, strength_unit="")
                | (Q(strength_value__gt=0) & ~Q(strength_unit="")),
                violation_error_message=_("A strength is a number above 0 with its unit."),
            ),
            models.CheckConstraint(
                name="product_pack_is_positive",
                condition=Q(pack_ml__isnull=True) | Q(pack_ml__gt=0),
                violation_error_message=_("A pack holds more than 0 mL."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
