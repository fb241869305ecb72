"""Another level for a rule, and how a test injection was read."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from treatments.models import Ingredient, TestInjection
from treatments.models.catalogue.base import Level


class LevelForm(forms.Form):
    """The level somebody asks for, and why."""

    rule = forms.CharField(widget=forms.HiddenInput, max_length=80)
    level = forms.ChoiceField(label=_("Level"), choices=Level)
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 2}))


class TestInjectionForm(forms.ModelForm):
    """A small amount given first, and how it was read."""

    __test__ = False

    class Meta:
        model = TestInjection
        fields = ("ingredient", "given_on", "read_on", "result", "note")
        widgets = {
            "given_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "read_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "result": forms.RadioSelect,
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ingredients: Any = self.fields["ingredient"]
        ingredients.queryset = Ingredient.objects.offered().order_by("-needs_test_injection", "name")
        ingredients.empty_label = _("Choose…")
        results: Any = self.fields["result"]
        results.choices = TestInjection.Result.choices
        for name in ("given_on", "read_on"):
            self.fields[name].initial = today
            self.fields[name].widget.attrs["max"] = today.isoformat()
