from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.practice.domain.staff import PERMISSIONS
from clinic.practice.models import Location, Role, User


class StaffForm(forms.Form):
    """What somebody is called, is at this location, and may do."""

    name = forms.CharField(label=_("Name"), max_length=120)
    title = forms.CharField(label=_("Title"), max_length=60, required=False, help_text=_("As printed: Dr, RN …"))
    roles = forms.MultipleChoiceField(label=_("Roles here"), choices=Role.choices, widget=forms.CheckboxSelectMultiple)
    permissions = forms.MultipleChoiceField(
        label=_("May"),
        choices=list(zip(PERMISSIONS, (_("prescribe"), _("inject"), _("approve")), strict=True)),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Apart from the role, and the same at every location."),
    )


class NewStaffForm(StaffForm):
    """Somebody new: they get an e-mail with a link to choose their password."""

    email = forms.EmailField(label=_("E-mail"))
    field_order = ("name", "title", "email", "roles", "permissions")


def as_written(user: User, location: Location) -> dict[str, Any]:
    """Return what StaffForm starts from for `user`."""
    return {
        "name": user.name,
        "title": user.title,
        "roles": sorted(user.roles_at(location)),
        "permissions": [one for one in PERMISSIONS if getattr(user, one)],
    }
