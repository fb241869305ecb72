"""Who of the staff may read a message's words. The row × role matrix is in docs/access.md.

The front desk arranges: it reads what only arranges (when, who, where), and the words it hands out or reads to the
patient itself. What speaks of a patient's health to that patient alone stays with the clinical staff; so does every
kind this page does not know.
"""

ARRANGING = frozenset({"test", "confirmation", "moved", "cancelled", "reminder", "pre_care"})
HANDED_OUT = frozenset(
    {"aftercare", "aftercare_correction", "correction", "mid_window", "end_of_window", "day_14", "week_6", "week_12"}
)
DESK_CHANNELS = frozenset({"print", "phone"})


def desk_may_read(*, kind: str, channel: str) -> bool:
    """Tell whether the front desk may read the words (and open the document) of a message."""
    return kind in ARRANGING or (kind in HANDED_OUT and channel in DESK_CHANNELS)
