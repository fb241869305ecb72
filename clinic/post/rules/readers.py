"""Who of the staff may read a message's words. The row × role matrix is in docs/access.md.

The front desk arranges: it reads what only arranges (when, who, where), and the words it hands out or reads to the
patient itself. What speaks of a patient's health to that patient alone stays with the clinical staff; so does every
kind this page does not know.
"""

ARRANGING = frozenset({"test", "confirmation", "visit_moved", "visit_cancelled", "reminder", "pre_care"})
HANDED_OUT = frozenset({"aftercare", "mid_window", "window_over", "late_day_14", "late_week_6", "late_week_12"})
DESK_CHANNELS = frozenset({"print", "phone"})


def desk_may_read(*, kind: str, channel: str) -> bool:
    """Tell whether the front desk may read the words (and open the document) of a message."""
    return kind in ARRANGING or (kind in HANDED_OUT and channel in DESK_CHANNELS)
