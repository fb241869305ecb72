from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from treatments.forms.quantities import QuantityField
from treatments.models import CareItem, Session, Zone


class MinuteField(forms.DateTimeField):
    """A wall time of the location, to the minute."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class GivenForm(forms.Form):
    """What was given in a session: volumes per line, zones, points, notes."""

    zones = forms.ModelMultipleChoiceField(
        Zone.objects.none(), label=_("Zones treated"), widget=forms.CheckboxSelectMultiple, required=True
    )
    volume_ml = QuantityField(label=_("Volume given (mL)"), decimals=3, largest=Decimal(100))
    points = forms.IntegerField(label=_("Points"), min_value=1, max_value=2000, required=False)
    notes = forms.CharField(label=_("Notes"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    partly_because = forms.CharField(
        label=_("Only partly treated, because"),
        max_length=300,
        required=False,
        help_text=_("Leave empty when all was given."),
    )
    gaps_because = forms.CharField(
        label=_("Why lines of the before-care checklist have no answer"),
        max_length=300,
        required=False,
        help_text=_("Signed without them, they are listed as gaps with this reason."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, session: Session, open_lines: Sequence[CareItem] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = session.course.zones.all() | session.zones_treated.all()
        self.fields["zones"].queryset = zones.distinct()  # type: ignore[attr-defined]
        if not open_lines:
            del self.fields["gaps_because"]

    is_overtaken = False

    def see_again(self, seen: str, *, overtaken: bool = False) -> None:
        """Let what was typed be saved over what somebody else wrote, now that it has been shown (`seen`)."""
        typed = cast(QueryDict, self.data).copy()
        typed["seen"] = seen
        self.data = typed
        self.is_overtaken = overtaken


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class NotTreatedForm(ReasonForm):
    """Why nothing was given."""


class CorrectEndForm(ReasonForm):
    """The true end of treatment, and why it is corrected."""

    ended_at = MinuteField(label=_("End of treatment"))
    field_order = ("ended_at", "reason")


class PastTreatmentForm(forms.Form):
    """A treatment given without being started here."""

    started_at = MinuteField(label=_("Started"))
    ended_at = MinuteField(label=_("Ended"))
    reason = forms.CharField(
        label=_("Why it was not started here, and what was missing"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AddendumForm(forms.Form):
    text = forms.CharField(label=_("Addendum"), widget=forms.Textarea(attrs={"rows": 3}))
