from functools import cache
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.practice.models import Location, Practice


@cache
def zones() -> list[str]:
    """Return the time zones a person would look for: continent/city."""
    places = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    return sorted(zone for zone in available_timezones() if zone.startswith(places))


class ZoneInput(forms.TextInput):
    """A field that completes the name of a time zone from the page's list (practice/_zones.html), without script."""

    def __init__(self) -> None:
        super().__init__(attrs={"list": "zones", "autocomplete": "off"})


class LocationForm(forms.ModelForm):
    class Meta:
        model = Location
        fields = ("name", "address", "zone", "phone", "emergency_number", "letterhead")
        widgets = {"zone": ZoneInput, "address": forms.Textarea(attrs={"rows": 3})}


class PracticeForm(forms.ModelForm):
    class Meta:
        model = Practice
        fields = ("name", "letterhead")


class RoomForm(forms.Form):
    name = forms.CharField(label=_("New room"), max_length=60)
