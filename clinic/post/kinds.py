"""What each kind of message is called on the staff's pages. Its words stand in templates/messages/<kind>/."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TITLES: dict[str, str | Promise] = {
    "test": _("Test message"),
    "confirmation": _("Confirmation"),
    "visit_moved": _("Visit moved"),
    "visit_cancelled": _("Visit cancelled"),
    "pre_care": _("Before the visit"),
    "reminder": _("Reminder"),
    "aftercare": _("Aftercare"),
    "mid_window": _("Care, next morning"),
    "window_over": _("End of the care window"),
    "late_day_14": _("Check-in after 14 days"),
    "late_week_6": _("Check-in after 6 weeks"),
    "late_week_12": _("Check-in after 12 weeks"),
}


def kind_title(kind: str) -> str:
    """Return the kind's title; one that is not listed here shows its own name, readable."""
    return str(TITLES.get(kind) or kind.replace("_", " ").capitalize())
