"""The medical director's choice of entries, with a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from treatments.catalogue.kinds import Kind


class ApprovalForm(forms.Form):
    """Which waiting entries to approve, and why."""

    entries = forms.ModelMultipleChoiceField(
        queryset=None, to_field_name="key", error_messages={"required": _("Choose what you have read.")}
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.TextInput)

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entries"].queryset = kind.model._default_manager.waiting()
