from django import forms
from django.utils.translation import gettext_lazy as _

from treatments.sign_words import choices


class BirthDateForm(forms.Form):
    """The question at the door."""

    birth_date = forms.DateField(
        label=_("Your birth date"), widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"})
    )


class ReportForm(forms.Form):
    """Something is wrong: what, since when, in your own words."""

    signs = forms.MultipleChoiceField(
        label=_("What is wrong? Tick all that fit."),
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    started_on = forms.DateField(label=_("Since when?"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    words = forms.CharField(
        label=_("In your own words"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
