"""Who should not be treated, or not yet, and what to ask."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from treatments.models.catalogue.base import CatalogueEntry, Level
from treatments.models.catalogue.ingredients import Ingredient


class Contraindication(CatalogueEntry):
    """A condition that speaks against treatment, whatever the cocktail.

    `default_level` is the published reading, `level` what the clinic's rule does. `condition_key` is the code of
    the patient's fact (empty: read from birth date or allergies). `ask`: silence is *cannot judge*. `valid_days`:
    how long an answer holds (0: asked on the day; null: it does not age). `medicine_keys`: the answer may also
    come from the medicines list.
    """

    class DefaultLevel(models.TextChoices):
        ABSOLUTE = "absolute", _("Absolute: do not treat")
        RELATIVE = "relative", _("Relative: a clinician decides")
        TEMPORARY = "temporary", _("Temporary: wait until clear")

    condition = models.CharField(max_length=120)
    default_level = models.CharField(max_length=10, choices=DefaultLevel)
    level = models.CharField(max_length=6, choices=Level)
    may_override = models.BooleanField(default=False)
    condition_key = models.SlugField(max_length=60, blank=True)
    label = models.CharField(max_length=80)
    question = models.CharField(max_length=200, blank=True)
    ask = models.BooleanField(default=False)
    valid_days = models.PositiveSmallIntegerField(null=True, blank=True)
    women_only = models.BooleanField(default=False)
    medicine_keys = models.JSONField(default=list, blank=True)
    absolute_in = models.JSONField(default=list, blank=True)
    relative_in = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.condition


class AskedCondition(CatalogueEntry):
    """A condition that matters only to some ingredients; its key is the code of the patient's fact."""

    label = models.CharField(max_length=80)
    question = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.label


class IngredientRule(CatalogueEntry):
    """A condition that speaks against one ingredient. `ask` false: silent while nobody asked."""

    ingredient = models.ForeignKey(Ingredient, on_delete=models.PROTECT, related_name="rules")
    condition_key = models.SlugField(max_length=60)
    level = models.CharField(max_length=6, choices=Level)
    may_override = models.BooleanField(default=False)
    ask = models.BooleanField(default=False)
    text = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.text


class IngredientNote(CatalogueEntry):
    """Something to know about an ingredient that never interrupts."""

    class Audience(models.TextChoices):
        PRESCRIBER = "prescriber", _("Prescriber")
        INJECTOR = "injector", _("Injector")
        PATIENT = "patient", _("Patient's sheet")

    ingredient = models.ForeignKey(Ingredient, on_delete=models.PROTECT, related_name="notes")
    audience = models.CharField(max_length=10, choices=Audience)
    men_only = models.BooleanField(default=False)
    text = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.text


class ScreeningQuestion(CatalogueEntry):
    """A question of the intake, with what a positive answer means."""

    class AnswerType(models.TextChoices):
        YES_NO = "yes_no", _("Yes or no")
        YES_NO_UNSURE = "yes_no_unsure", _("Yes, no or unsure")
        YES_NO_TEXT = "yes_no_text", _("Yes or no, with words")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")
        CHOICE = "choice", _("Choice")
        CLINICIAN = "clinician", _("Judged by the clinician")

    class OnPositive(models.TextChoices):
        ABSOLUTE = "absolute", _("Do not treat")
        ABSOLUTE_IF_MINOR = "absolute_if_minor", _("Do not treat a minor")
        ABSOLUTE_FOR_INGREDIENT = "absolute_for_ingredient", _("Not these ingredients")
        RELATIVE = "relative", _("A clinician decides")
        RELATIVE_ABSOLUTE_IF_INSULIN = "relative_absolute_if_insulin", _("A clinician decides; not on insulin")
        TEMPORARY = "temporary", _("Wait until clear")
        INFO = "info", _("For information")

    question = models.CharField(max_length=200)
    answer_type = models.CharField(max_length=15, choices=AnswerType)
    on_positive = models.CharField(max_length=30, choices=OnPositive)
    action = models.TextField()
    literature_position = models.TextField(blank=True)
    linked = models.ManyToManyField(Ingredient, related_name="screening_questions", blank=True)
    contraindications = models.ManyToManyField(Contraindication, related_name="screening_questions", blank=True)

    def __str__(self) -> str:
        return self.question
