from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ConsentForm(forms.Form):
    """The signature under a text. `shown` names the exact words that stood above it."""

    shown = forms.CharField(widget=forms.HiddenInput)
    understood = forms.BooleanField(
        label=_("The patient has read the text, or it was read to them, and their questions were answered.")
    )
    signed_name = forms.CharField(
        label=_("Signed by"),
        max_length=200,
        help_text=_("The patient types their full name, or the name of the guardian who signs."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )

    def __init__(self, *args: Any, shown: str, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"shown": shown}, **kwargs})
        self._shown = shown

    def clean_shown(self) -> str:
        """Refuse a signature under words, or a plan, that changed while the page was open."""
        if self.cleaned_data["shown"] != self._shown:
            raise forms.ValidationError(_("What this consent covers changed meanwhile. Read it again, then sign."))
        return self._shown


class ConsentTextForm(forms.Form):
    """The words of a new version."""

    text = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 18, "dir": "auto"}),
        help_text=_("What was signed before keeps its own words."),
    )
