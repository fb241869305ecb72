"""The medical director's choice of entries, with a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from treatments.models.catalogue.base import EntryQuerySet


class ApprovalForm(forms.Form):
    """Which waiting entries to approve, and why."""

    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, waiting: EntryQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unread = {"required": _("Choose what you have read.")}
        self.fields["entries"] = forms.ModelMultipleChoiceField(waiting, to_field_name="key", error_messages=unread)
