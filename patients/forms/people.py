from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from clinic.practice.models import Location
from clinic.practice.regions import region_of
from patients.models import ContactPerson, Patient


class BirthDateInput(forms.DateInput):
    """The browser's own date field: typed or picked, always understood."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"autocomplete": "off"})


def telephone(location: Location) -> PhoneNumberField:
    """Return a field that takes numbers as they are dialled at `location`, or with + and the country code."""
    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "off"})
    return PhoneNumberField(region=region_of(location), required=False, widget=widget, label=_("Telephone"))


class PatientForm(forms.ModelForm):
    """Who somebody is and how to reach them. A name and one contact are enough."""

    class Meta:
        model = Patient
        fields = ("name", "email", "phone", "birth_date", "sex", "language", "channel")
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
            "birth_date": BirthDateInput,
        }

    def __init__(self, *args: Any, location: Location, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"] = telephone(location)
        self.fields["channel"].required = False
        if not self.instance.pk:
            self.initial.setdefault("channel", "")
            self.fields["channel"].widget.choices = [("", _("e-mail if there is one")), *self._channels()]

    def _channels(self) -> list[tuple[str, str]]:
        return [choice for choice in self.fields["channel"].widget.choices if choice[0]]

    def clean(self) -> dict[str, Any]:
        known = super().clean() or self.cleaned_data
        if not known.get("email") and not known.get("phone") and not {"email", "phone"} & self.errors.keys():
            self.add_error("email", _("Give an e-mail address or a telephone number."))
        return known

    @property
    def known(self) -> dict[str, Any]:
        """What the domain takes."""
        return self.cleaned_data | {"phone": str(self.cleaned_data["phone"] or "")}

    def _post_clean(self) -> None:
        """Leave the verdict on the whole record to the domain verb."""


class ContactPersonForm(forms.ModelForm):
    """Somebody to speak to about, or instead of, the patient."""

    class Meta:
        model = ContactPerson
        fields = ("name", "relation", "phone")
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"})}

    def __init__(self, *args: Any, location: Location, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"] = telephone(location)
