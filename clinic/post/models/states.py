from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageState(models.TextChoices):
    SCHEDULED = "scheduled", _("scheduled")
    CLAIMED = "claimed", _("being prepared")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    AMBIGUOUS = "ambiguous", _("unclear")
    CANCELLED = "cancelled", _("cancelled")
    EXPIRED = "expired", _("expired")


class Outcome(models.TextChoices):
    """How one try in vain ended."""

    DEFERRED = "deferred", _("try again later")
    REFUSED = "refused", _("refused")
    UNCLEAR = "unclear", _("no answer: it may have arrived")
    UNPREPARED = "unprepared", _("could not be prepared")
