"""What a course starts from, and what its protocol publishes of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from treatments.domain.plans import GOAL_LENGTH
from treatments.models import Protocol, RecipeVersion
from treatments.queries.plans import Offer

NOT_PUBLISHED = _("Not published: your choice.")


class NewCourseForm(forms.Form):
    """A protocol and a recipe to start from; both may be chosen later, the first only now."""

    goal = forms.CharField(
        label=_("Goal, in the patient's words"),
        required=False,
        max_length=GOAL_LENGTH,
        widget=forms.Textarea({"rows": 2, "class": "form-control"}),
    )

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer = offer
        self.fields["protocol"] = forms.ModelChoiceField(
            Protocol.objects.filter(pk__in=[entry.pk for entry in offer.protocols]), required=False
        )
        self.fields["recipe_version"] = forms.ModelChoiceField(
            RecipeVersion.objects.filter(pk__in=[entry.pk for entry in offer.recipes]), required=False
        )


def published_of(protocol: Protocol | None) -> dict[str, Any]:
    """Say at each field what the protocol publishes, in its own words, or that it does not."""
    if protocol is None:
        names = ("sessions_planned", "interval_min_days", "interval_days", "interval_max_days")
        return dict.fromkeys(names, NOT_PUBLISHED)
    return {
        "sessions_planned": _published(protocol.sessions_text or protocol.sessions_min),
        "interval_min_days": _published(protocol.interval_days_min),
        "interval_days": _published(protocol.interval_days_ideal or protocol.interval_text),
        "interval_max_days": _published(protocol.interval_days_max),
        "depth_mm": _published(protocol.depth),
        "needle": _published(protocol.needle),
    }


def _published(value: Any) -> Any:
    return _("Published: %(value)s") % {"value": value} if value else NOT_PUBLISHED
