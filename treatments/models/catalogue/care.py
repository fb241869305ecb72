"""What the patient does, and does not do, before and after a session."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from treatments.models.catalogue.base import CatalogueEntry, EntryQuerySet
from treatments.models.catalogue.ingredients import Ingredient
from treatments.models.catalogue.places import Concern, Region


class CareItemQuerySet(EntryQuerySet):
    def pre(self):
        return self.filter(phase=CareItem.Phase.PRE)

    def post(self):
        return self.filter(phase=CareItem.Phase.POST)

    def for_session(self, *, regions: Iterable[str], concerns: Iterable[str] = (), ingredients: Iterable[str] = ()):
        """The items that apply to treated regions, concern keys and ingredient keys. A narrow item needs a match."""
        areas = {CareItem.Area.ALL, *(CareItem.Area.for_region(region) for region in regions)}
        return (
            self.filter(area__in=areas)
            .filter(Q(concern=None) | Q(concern__key__in=list(concerns)))
            .filter(Q(ingredients=None) | Q(ingredients__key__in=list(ingredients)))
            .distinct()
        )


class CareItem(CatalogueEntry):
    """One instruction. `window_hours` is elapsed time before the visit or after the end of treatment; null: none.

    `patient_text` is what the patient reads; `essential` items also stand in short messages. No concern and no
    ingredient listed: it holds for all of them.
    """

    class Phase(models.TextChoices):
        PRE = "pre", _("Before")
        POST = "post", _("After")

    class Kind(models.TextChoices):
        AVOID = "avoid", _("Avoid")
        DO = "do", _("Do")
        TELL = "tell", _("Tell us")
        WATCH = "watch", _("Watch for")

    class WindowUnit(models.TextChoices):
        HOURS = "hours", _("hours")
        DAYS = "days", _("days")
        DAY_OF = "day_of", _("on the day")
        ONGOING = "ongoing", _("throughout the course")
        UNTIL_CLEAR = "until_clear", _("until clear")
        UNTIL_HEALED = "until_healed", _("until healed")
        CLINICIAN = "clinician", _("as the clinician decides")
        BOOKING = "booking", _("when booking")
        AS_NEEDED = "as_needed", _("as needed")
        WATCH = "watch", _("keep watching")
        ALWAYS = "always", _("always")

    class Anchor(models.TextChoices):
        VISIT_START = "visit_start", _("Start of the visit")
        TREATMENT_END = "treatment_end", _("End of treatment")

    class Area(models.TextChoices):
        ALL = "all", _("Everywhere")
        FACE = "face", _("Face, neck, chest, hands")
        SCALP = "scalp", _("Scalp")
        BODY = "body", _("Body")

        @classmethod
        def for_region(cls, region: str) -> str:
            """The care area of a treated region: what holds for the face holds for neck, chest and hands."""
            areas: dict[str, str] = {Region.SCALP: cls.SCALP, Region.BODY: cls.BODY}
            return areas.get(region, cls.FACE)

    phase = models.CharField(max_length=4, choices=Phase)
    kind = models.CharField(max_length=5, choices=Kind)
    instruction = models.TextField()
    patient_text = models.TextField()
    essential = models.BooleanField(default=False)
    optional = models.BooleanField(default=False)
    window_value = models.PositiveSmallIntegerField(null=True, blank=True)
    window_unit = models.CharField(max_length=12, choices=WindowUnit)
    window_hours = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    anchor = models.CharField(max_length=15, choices=Anchor)
    area = models.CharField(max_length=5, choices=Area, default=Area.ALL)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, null=True, blank=True, related_name="care_items")
    ingredients = models.ManyToManyField(Ingredient, related_name="care_items", blank=True)
    published_values = models.JSONField(default=list, blank=True)
    sources_disagree = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    objects = CareItemQuerySet.as_manager()  # type: ignore[misc]

    class Meta(CatalogueEntry.Meta):
        constraints = [
            *CatalogueEntry.Meta.constraints,
            models.CheckConstraint(
                name="care_window_matches_unit",
                condition=Q(window_unit__in=["hours", "days"], window_hours__isnull=False, window_hours__gt=0)
                | (~Q(window_unit__in=["hours", "days"]) & Q(window_hours__isnull=True)),
                violation_error_message=_("A window in hours or days needs its length; any other has none."),
            ),
            models.CheckConstraint(
                name="care_anchor_matches_phase",
                condition=Q(phase="pre", anchor="visit_start") | Q(phase="post", anchor="treatment_end"),
                violation_error_message=_(
                    "Before-care counts back from the visit, after-care from the end of treatment."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.instruction
