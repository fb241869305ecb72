"""Starting a plan, and what is chosen for one course of it."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from treatments.forms.quantities import QuantityField
from treatments.models import Course, Protocol, RecipeVersion, Region, Technique, Zone
from treatments.queries.plans import Offer

NOT_PUBLISHED = _("Not published: your choice.")
YEAR = timedelta(days=366)
DATE = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class NewCourseForm(forms.Form):
    """A protocol and a recipe to start from; both may be chosen later, the first only now."""

    goal = forms.CharField(
        label=_("Goal, in the patient's words"),
        required=False,
        widget=forms.Textarea({"rows": 2, "class": "form-control"}),
    )

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer = offer
        self.fields["protocol"] = forms.ModelChoiceField(
            Protocol.objects.filter(pk__in=[entry.pk for entry in offer.protocols]), required=False
        )
        self.fields["recipe_version"] = forms.ModelChoiceField(
            RecipeVersion.objects.filter(pk__in=[entry.pk for entry in offer.recipes]), required=False
        )


class CourseForm(forms.Form):
    """Technique, zones, depth, sessions and intervals of one course. What is not published stays empty and says so."""

    zones = forms.MultipleChoiceField(label=_("Zones"), required=False, widget=forms.CheckboxSelectMultiple)
    technique = forms.ModelChoiceField(
        label=_("Technique"), queryset=Technique.objects.offered(), required=False, empty_label=_("Choose…")
    )
    depth_mm = QuantityField(label=_("Depth (mm)"), decimals=2, largest=Decimal(99), required=False)
    needle = forms.CharField(label=_("Needle"), max_length=80, required=False)
    sessions_planned = forms.IntegerField(label=_("Sessions"), min_value=1, max_value=40, required=False)
    interval_min_days = forms.IntegerField(
        label=_("Shortest interval (days)"), min_value=1, max_value=730, required=False
    )
    interval_days = forms.IntegerField(label=_("Ideal interval (days)"), min_value=1, max_value=730, required=False)
    interval_max_days = forms.IntegerField(
        label=_("Longest interval (days)"), min_value=1, max_value=730, required=False
    )
    starts_on = forms.DateField(label=_("First session from"), required=False, widget=DATE)

    def __init__(self, data: Any, *, course: Course) -> None:
        self.course = course
        self.all_zones = {str(zone.pk): zone for zone in Zone.objects.offered()}
        initial = {name: getattr(course, name) for name in self.base_fields if name != "zones"}
        initial["zones"] = [str(zone.pk) for zone in course.zones.all()]
        super().__init__(data, initial=initial, prefix="course", use_required_attribute=False)
        cast(forms.ChoiceField, self.fields["zones"]).choices = self._zones_by_region()
        for name, published in published_of(course.protocol).items():
            self.fields[name].help_text = published
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Row(Column("technique"), Column("depth_mm"), Column("needle")),
            Row(
                Column("sessions_planned"),
                Column("interval_min_days"),
                Column("interval_days"),
                Column("interval_max_days"),
            ),
            Row(Column("starts_on", css_class="col-md-3")),
        )

    def _zones_by_region(self) -> list[Any]:
        zones = sorted(self.all_zones.values(), key=lambda zone: (list(Region).index(zone.region), zone.order))
        return [
            (Region(region).label, [(str(zone.pk), zone.name) for zone in group])
            for region, group in groupby(zones, key=lambda zone: zone.region)
        ]

    def clean_starts_on(self) -> date | None:
        """Refuse a day that can only be a slip: more than a year ago or more than two years ahead."""
        day = self.cleaned_data["starts_on"]
        today = timezone.localdate()
        if day and not today - YEAR <= day <= today + 2 * YEAR:
            raise ValidationError(_("Choose a day between one year ago and two years ahead."))
        return day

    @property
    def changes(self) -> dict[str, Any]:
        """What the domain takes."""
        typed = dict(self.cleaned_data)
        typed["zones"] = [self.all_zones[pk] for pk in typed["zones"]]
        return typed


def published_of(protocol: Protocol | None) -> dict[str, Any]:
    """Say at each field what the protocol publishes, in its own words, or that it does not."""
    if protocol is None:
        names = ("sessions_planned", "interval_min_days", "interval_days", "interval_max_days")
        return dict.fromkeys(names, NOT_PUBLISHED)
    return {
        "sessions_planned": _published(protocol.sessions_text or protocol.sessions_min),
        "interval_min_days": _published(protocol.interval_days_min),
        "interval_days": _published(protocol.interval_days_ideal or protocol.interval_text),
        "interval_max_days": _published(protocol.interval_days_max),
        "depth_mm": _published(protocol.depth),
        "needle": _published(protocol.needle),
    }


def _published(value: Any) -> Any:
    return _("Published: %(value)s") % {"value": value} if value else NOT_PUBLISHED
