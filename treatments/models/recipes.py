"""Cocktail recipes: a master and its numbered versions. A version that was used is frozen; editing makes the next."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic.kit.models import Record
from clinic.practice.models import User
from treatments.models.catalogue import Concern, Ingredient, Product


class RecipeState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    APPROVED = "approved", _("approved")
    RETIRED = "retired", _("retired")


class Recipe(Record):
    """A cocktail by name; what is in it stands in its versions."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="recipes")
    description = models.TextField(_("what it is for"), blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class RecipeVersionQuerySet(models.QuerySet["RecipeVersion"]):
    def masters(self) -> "RecipeVersionQuerySet":
        """Return the versions of the recipe itself, without the variations made for one patient."""
        return self.filter(variation_of=None)

    def offered(self) -> "RecipeVersionQuerySet":
        """Return the versions a plan may start from."""
        return self.masters().filter(state=RecipeState.APPROVED)


class RecipeVersion(Record):
    """One composition. `variation_of` names the master version when this one was made for one patient's plan."""

    class Diluent(models.TextChoices):
        NONE = "none", _("none")
        SALINE = "saline", _("sodium chloride 0.9 %")
        WATER = "water", _("sterile water")
        BICARBONATE = "bicarbonate", _("sodium bicarbonate")

    recipe = models.ForeignKey(Recipe, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    variation_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="variations")
    state = models.CharField(max_length=10, choices=RecipeState, default=RecipeState.DRAFT)
    diluent = models.CharField(_("diluent"), max_length=12, choices=Diluent, default=Diluent.SALINE)
    target_volume_ml = models.DecimalField(
        _("target volume (mL)"),
        max_digits=7,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    per_point_ml = models.DecimalField(
        _("volume per point (mL)"), max_digits=6, decimal_places=4, null=True, blank=True
    )
    overage_ml = models.DecimalField(
        _("extra for dead space (mL)"), max_digits=5, decimal_places=3, null=True, blank=True
    )
    syringe_ml = models.DecimalField(_("syringe (mL)"), max_digits=5, decimal_places=2, null=True, blank=True)
    graduation_ml = models.DecimalField(
        _("graduation of the syringe (mL)"), max_digits=5, decimal_places=3, null=True, blank=True
    )
    author = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_alone = models.BooleanField(
        default=False, help_text="In single-practitioner mode, by its author, after a blind second entry."
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    retired_reason = models.CharField(_("why it was retired"), max_length=300, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True, help_text="Since its first use it does not change.")

    objects = RecipeVersionQuerySet.as_manager()

    class Meta:
        ordering = ["recipe", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipe", "number"], condition=Q(variation_of=None), name="recipe_version_number_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="approved_recipe_names_its_approver",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipe} v{self.number}"


class RecipeLines(models.Manager["RecipeLine"]):
    def get_queryset(self) -> models.QuerySet["RecipeLine"]:
        """Bring what a line is made of: nobody reads a line without it."""
        return super().get_queryset().select_related("ingredient", "shelf_product__ingredient")


class RecipeLine(models.Model):
    """One ingredient of a version: its stock, and the one amount that was entered; the others follow from it."""

    class EnteredAs(models.TextChoices):
        STOCK_VOLUME = "stock_volume", _("stock volume")
        TOTAL_DOSE = "total_dose", _("total dose")
        FINAL_CONCENTRATION = "final_concentration", _("final concentration")

    version = models.ForeignKey(RecipeVersion, on_delete=models.CASCADE, related_name="lines")
    order = models.PositiveSmallIntegerField(default=0)
    ingredient = models.ForeignKey(Ingredient, on_delete=models.PROTECT, related_name="recipe_lines")
    product = models.CharField(_("product"), max_length=120, blank=True)
    shelf_product = models.ForeignKey(
        Product, null=True, blank=True, on_delete=models.PROTECT, related_name="recipe_lines"
    )
    stock_value = models.DecimalField(_("stock strength"), max_digits=14, decimal_places=6, null=True, blank=True)
    stock_unit = models.CharField(_("unit"), max_length=16, blank=True)
    salt_or_base = models.CharField(_("as salt or base"), max_length=80, blank=True)
    powder_value = models.DecimalField(_("powder in the vial"), max_digits=14, decimal_places=6, null=True, blank=True)
    powder_unit = models.CharField(_("unit"), max_length=16, blank=True)
    dissolved_in_ml = models.DecimalField(_("dissolved in (mL)"), max_digits=7, decimal_places=3, null=True, blank=True)
    with_epinephrine = models.BooleanField(_("with epinephrine"), default=False)
    entered_as = models.CharField(_("entered as"), max_length=20, choices=EnteredAs, default=EnteredAs.STOCK_VOLUME)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=6)
    amount_unit = models.CharField(_("unit"), max_length=16, default="mL")

    objects = RecipeLines()

    class Meta:
        ordering = ["version", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "order"], name="recipe_line_order_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="recipe_line_amount_is_positive"),
            models.CheckConstraint(
                condition=Q(stock_value__isnull=True) | Q(stock_value__gt=0), name="stock_strength_is_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ingredient} {self.amount} {self.amount_unit}"
