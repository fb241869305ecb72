"""The parts of a course in the plan builder's inspector that save by themselves."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.practice.models import User
from treatments.domain import phases, riding
from treatments.forms.builder_part import BEGUN, NUMBER, SELECT, TEXT, Part
from treatments.forms.quantities import QuantityField
from treatments.models import Course, Ingredient, Region, Technique, Zone

YEAR = timedelta(days=366)


class ZonesPart(Part):
    key, title = "zones", _("Zones")
    zones = forms.MultipleChoiceField(label=_("Zones"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, *, course: Course) -> None:
        self.by_pk = {str(zone.pk): zone for zone in Zone.objects.offered()}
        self.by_pk |= {str(zone.pk): zone for zone in course.zones.all()}
        super().__init__(data, course=course)
        cast(forms.ChoiceField, self.fields["zones"]).choices = zones_by_region(list(self.by_pk.values()))

    def as_it_is(self, course: Course) -> dict[str, Any]:
        return {"zones": [str(zone.pk) for zone in course.zones.all()]}

    def clean_zones(self) -> list[Zone]:
        return [self.by_pk[pk] for pk in self.cleaned_data["zones"]]


def zones_by_region(zones: list[Zone]) -> list[Any]:
    """Return the zones as grouped choices, regions from head to foot."""
    ordered = sorted(zones, key=lambda zone: (Region.values.index(zone.region), zone.order))
    return [
        (Region(region).label, [(str(zone.pk), zone.name) for zone in group])
        for region, group in groupby(ordered, key=lambda zone: zone.region)
    ]


class HowPart(Part):
    key, title, nothing = "how", _("Technique"), _("not chosen")
    technique = forms.ModelChoiceField(
        label=_("Technique"),
        queryset=Technique.objects.offered(),
        required=False,
        empty_label=_("not chosen"),
        widget=forms.Select(SELECT),
    )
    depth_mm = QuantityField(label=_("Depth (mm)"), decimals=2, largest=Decimal(99), required=False)
    needle = forms.CharField(label=_("Needle"), max_length=80, required=False, widget=forms.TextInput(TEXT))
    volume_ml = QuantityField(label=_("Volume a session (mL)"), decimals=3, largest=Decimal(999), required=False)


class PacePart(Part):
    key, title = "pace", _("Sessions")
    sessions_planned = forms.IntegerField(
        label=_("Sessions"), min_value=1, max_value=40, required=False, widget=forms.NumberInput(NUMBER)
    )
    starts_on = forms.DateField(
        label=_("First session from"),
        required=False,
        widget=forms.DateInput({"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
    )
    interval_min_days = forms.IntegerField(
        label=_("Shortest"), min_value=1, max_value=730, required=False, widget=forms.NumberInput(NUMBER)
    )
    interval_days = forms.IntegerField(
        label=_("Ideal"), min_value=1, max_value=730, required=False, widget=forms.NumberInput(NUMBER)
    )
    interval_max_days = forms.IntegerField(
        label=_("Longest"), min_value=1, max_value=730, required=False, widget=forms.NumberInput(NUMBER)
    )
    results_after_weeks = forms.IntegerField(
        label=_("Results expected after (weeks)"),
        min_value=1,
        max_value=104,
        required=False,
        widget=forms.NumberInput(NUMBER),
    )

    def clean_starts_on(self) -> date | None:
        """Refuse a day that can only be a slip: more than a year ago or more than two years ahead."""
        day = self.cleaned_data["starts_on"]
        today = timezone.localdate()
        if day and not today - YEAR <= day <= today + 2 * YEAR:
            raise ValidationError(_("Choose a day between one year ago and two years ahead."))
        return day


class PricePart(Part):
    key, title, nothing = "price", _("Price"), _("not set")
    price = QuantityField(label=_("Price a session"), decimals=2, largest=Decimal(9_999_999), required=False)


class TogetherPart(Part):
    """Whether its sessions share the visits of another course."""

    key, title, nothing = "together", _("Visits"), _("of its own")
    rides_with = forms.ModelChoiceField(
        label=_("In one visit with"),
        queryset=Course.objects.none(),
        required=False,
        empty_label=_("no other: visits of its own"),
        widget=forms.Select(SELECT),
    )

    def __init__(self, data: Any = None, *, course: Course) -> None:
        super().__init__(data, course=course)
        others = course.plan.courses.exclude(pk=course.pk).filter(rides_with=None).select_related("concern")
        cast(forms.ModelChoiceField, self.fields["rides_with"]).queryset = others

    def as_it_is(self, course: Course) -> dict[str, Any]:
        return {"rides_with": course.rides_with_id}

    def keep(self, *, edition: int | None, by: User) -> None:
        riding.ride_with(course=self.course, host=self.cleaned_data["rides_with"], edition=edition, by=by)


class CreamPart(Part):
    """A numbing cream before each session; all empty means none."""

    key, title = "cream", _("Numbing cream")
    ingredient = forms.ModelChoiceField(
        label=_("Substance"),
        queryset=Ingredient.objects.none(),
        required=False,
        empty_label=_("none"),
        widget=forms.Select(SELECT),
    )
    strength_percent = QuantityField(label=_("Strength (%)"), decimals=3, largest=Decimal(100), required=False)
    grams = QuantityField(label=_("Cream (g)"), decimals=2, largest=Decimal(999), required=False)
    area_cm2 = QuantityField(label=_("Area (cm²)"), decimals=1, largest=Decimal(20_000), required=False)
    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=1, max_value=600, required=False, widget=forms.NumberInput(NUMBER)
    )

    def __init__(self, data: Any = None, *, course: Course) -> None:
        super().__init__(data, course=course)
        offered = Ingredient.objects.offered().filter(ingredient_class="anaesthetic").order_by("name")
        cast(forms.ModelChoiceField, self.fields["ingredient"]).queryset = offered

    def as_it_is(self, course: Course) -> dict[str, Any]:
        cream = getattr(course, "topical", None)
        return {name: getattr(cream, name) for name in self.base_fields} if cream else {}

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("ingredient"):
            for name in ("strength_percent", "grams"):
                if typed.get(name) is None and name not in self.errors:
                    self.add_error(name, ValidationError(_("A cream counts by its strength and weight."), BEGUN))
        return typed

    def keep(self, *, edition: int | None, by: User) -> None:
        cream = phases.Cream(**self.cleaned_data) if self.cleaned_data["ingredient"] else None
        phases.set_topical(course=self.course, cream=cream, edition=edition, by=by)


class DatesForm(Part):
    """Another first day for a course, and whether the plan's other courses follow it."""

    key, title = "dates", _("Dates")
    starts_on = forms.DateField(
        label=_("First session from"),
        widget=forms.DateInput({"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
    )
    together = forms.TypedChoiceField(
        label=_("The other courses"),
        choices=[("no", _("keep their dates")), ("yes", _("move by as many days"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect({"class": "form-check-input"}),
    )

    def as_it_is(self, course: Course) -> dict[str, Any]:
        return {"starts_on": course.starts_on, "together": "no"}

    clean_starts_on = PacePart.clean_starts_on
