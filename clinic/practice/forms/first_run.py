from typing import Any, cast

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from clinic.practice.forms.hours import WeekForm
from clinic.practice.forms.places import ClinicTelephoneField, ZoneInput
from clinic.practice.models import User
from clinic.practice.models.hours import Weekday
from clinic.practice.models.places import validate_zone
from clinic.practice.regions import region_of_zone

USUAL = "09:00–18:00"
NEW_PASSWORD = {"autocomplete": "new-password"}


class FirstRunForm(WeekForm):
    """All that a new clinic needs to begin."""

    clinic = forms.CharField(label=_("Name of the clinic"), max_length=120)
    location = forms.CharField(
        label=_("Name of this location"), max_length=80, help_text=_("As patients know it: a street, a town.")
    )
    address = forms.CharField(label=_("Address"), widget=forms.Textarea(attrs={"rows": 3}))
    zone = forms.CharField(
        label=_("Time zone"),
        widget=ZoneInput,
        validators=[validate_zone],
        help_text=_("Type the nearest large city."),
    )
    phone = ClinicTelephoneField(
        label=_("Telephone of this location"),
        help_text=_("Patients call it when something worries them after a treatment."),
    )
    emergency_number = forms.CharField(
        label=_("Emergency number"),
        max_length=30,
        help_text=_("What a patient dials when it is serious: 112, 999, 911 …"),
    )
    letterhead = forms.CharField(
        label=_("Letterhead"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Printed at the top of every document."),
    )
    rooms = forms.CharField(
        label=_("Treatment rooms"),
        initial="Room 1",
        help_text=_("With a comma between. One patient at a time is treated in each."),
    )
    owner_name = forms.CharField(label=_("Your name"), max_length=120)
    email = forms.EmailField(label=_("Your e-mail"), help_text=_("You sign in with it."))
    password = forms.CharField(
        label=_("A password"),
        strip=False,
        widget=forms.PasswordInput(attrs=NEW_PASSWORD),
        help_text=_("At least 12 characters."),
    )
    again = forms.CharField(label=_("The password again"), strip=False, widget=forms.PasswordInput(attrs=NEW_PASSWORD))
    treats = forms.BooleanField(
        label=_("I treat patients here myself"),
        required=False,
        help_text=_("You become practitioner and medical director too, and may prescribe, inject and approve."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(PhoneNumberField, self.fields["phone"]).region = region_of_zone(self.data.get("zone", ""))
        for day in Weekday.values[:5]:
            self.fields[f"day_{day}"].initial = USUAL

    def clean_rooms(self) -> list[str]:
        return [name.strip()[:60] for name in self.cleaned_data["rooms"].split(",") if name.strip()]

    def clean_again(self) -> str:
        if self.cleaned_data["again"] != self.cleaned_data.get("password"):
            raise forms.ValidationError(_("The two passwords differ."))
        return self.cleaned_data["again"]

    def clean(self) -> dict[str, Any]:
        known = super().clean() or self.cleaned_data
        if password := known.get("password"):
            somebody = User(email=known.get("email", ""), name=known.get("owner_name", ""))
            try:
                validate_password(password, somebody)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return known

    def facts(self) -> dict[str, Any]:
        """Return what `open_practice` asks for."""
        days = {f"day_{day}" for day in Weekday.values}
        return {name: value for name, value in self.cleaned_data.items() if name not in days | {"again"}}

    # what the page shows as one group each

    def about_clinic(self) -> list[forms.BoundField]:
        return self._group("clinic", "location", "address", "zone", "phone", "emergency_number", "letterhead", "rooms")

    def about_hours(self) -> list[forms.BoundField]:
        return self._group(*(f"day_{day}" for day in Weekday.values))

    def about_owner(self) -> list[forms.BoundField]:
        return self._group("owner_name", "email", "password", "again", "treats")

    def _group(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names]
