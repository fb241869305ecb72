"""What each kind of message is called on the staff's pages. Its words stand in templates/messages/<kind>/."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TITLES: dict[str, str | Promise] = {
    "test": _("Test message"),
    "confirmation": _("Confirmation"),
    "moved": _("Visit moved"),
    "cancelled": _("Visit cancelled"),
    "pre_care": _("Before the visit"),
    "reminder": _("Reminder"),
    "aftercare": _("Aftercare"),
    "aftercare_correction": _("Aftercare, corrected"),
    "mid_window": _("Care, next morning"),
    "end_of_window": _("End of the 48 hours"),
    "day_14": _("Check-in after 14 days"),
    "week_6": _("Check-in after 6 weeks"),
    "week_12": _("Check-in after 12 weeks"),
}


def kind_title(kind: str) -> str:
    """Return the kind's title; one that is not listed here shows its own name, readable."""
    return str(TITLES.get(kind) or kind.replace("_", " ").capitalize())
