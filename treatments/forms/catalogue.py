"""Decisions on the catalogue: a reason for one entry, a signature for many."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.practice.models import User

MARK = re.compile(r"[a-z_]+:[A-Za-z0-9_-]+:[0-9a-f]+")
SAY_WHY = {"required": _("Say why.")}


class DecisionForm(forms.Form):
    """What is to be done with one entry, and why. `read` is the edition that was on the page."""

    verb = forms.CharField(max_length=20, error_messages={"required": _("Press the button of what is to be done.")})
    read = forms.CharField(required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200, error_messages=SAY_WHY)


class MarksField(forms.MultipleChoiceField):
    """Entries by kind, key and the edition that was read."""

    def valid_value(self, value: Any) -> bool:
        return bool(MARK.fullmatch(str(value)))


class SignatureForm(forms.Form):
    """Which entries were read, why they are approved, and the password typed again."""

    entries = MarksField(required=False)
    taken = MarksField(required=False)
    reason = forms.CharField(
        label=_("Reason"), max_length=200, error_messages=SAY_WHY, help_text=_("Kept with your name and the time.")
    )
    password = forms.CharField(
        label=_("Your password, as your signature"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Sign with your password.")},
    )

    def __init__(self, *args: Any, user: User, may_try: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.may_try = user, may_try

    def clean_password(self) -> None:
        """Hold the password against the person's own; it is not kept."""
        if not self.may_try:
            raise forms.ValidationError(_("Too many wrong passwords: wait a minute."), code="slow")
        if not self.user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(_("This is not your password."), code="password")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors.get("entries") and not given.get("entries") and not given.get("taken"):
            self.add_error("entries", _("Choose what you have read."))
        return given
