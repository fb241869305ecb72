from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from treatments.models import Concern


class RecipeForm(forms.Form):
    """What a recipe is called and what it is for; its composition stands beside it."""

    name = forms.CharField(label=_("Name"), max_length=120)
    concern = forms.ModelChoiceField(label=_("Concern"), queryset=Concern.objects.all(), empty_label=_("Choose…"))
    description = forms.CharField(label=_("What it is for"), required=False, widget=forms.Textarea({"rows": 1}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Row(Column("name", css_class="col-md-5"), Column("concern", css_class="col-md-3"), Column("description"))
        )
