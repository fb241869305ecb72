from functools import cache
from typing import Any, cast
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from clinic.practice.models import Location, Practice
from clinic.practice.regions import region_of_zone


@cache
def zones() -> list[str]:
    """Return the time zones a person would look for: continent/city."""
    places = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    return sorted(zone for zone in available_timezones() if zone.startswith(places))


class ZoneInput(forms.TextInput):
    """A field that completes the name of a time zone from the page's list (practice/_zones.html), without script."""

    def __init__(self) -> None:
        super().__init__(attrs={"list": "zones", "autocomplete": "off"})


class ClinicTelephoneField(PhoneNumberField):
    """The number patients call, taken as it is dialled in its region, or with + and the country code. Never empty."""

    default_error_messages = {
        "required": _("Give the number patients call: their aftercare sheet prints it."),
        "invalid": _("This is no telephone number. Write it as patients dial it, or with + and the country code."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}), **kwargs)


class LocationForm(forms.ModelForm):
    """A location; its telephone is understood as it is dialled in the zone that is typed beside it."""

    phone = ClinicTelephoneField(label=_("Telephone"))

    class Meta:
        model = Location
        fields = ("name", "address", "zone", "phone", "emergency_number", "letterhead")
        widgets = {"zone": ZoneInput, "address": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"emergency_number": {"required": _("Give the number a patient dials when it is serious.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(PhoneNumberField, self.fields["phone"]).region = region_of_zone(str(self["zone"].value() or ""))


class PracticeForm(forms.ModelForm):
    class Meta:
        model = Practice
        fields = ("name", "letterhead")


class SinglePractitionerForm(forms.Form):
    on = forms.BooleanField(label=_("One practitioner works here alone"), required=False)


class RoomForm(forms.Form):
    name = forms.CharField(label=_("New room"), max_length=60)
