"""The outbox keeps one clock: the database's."""

from datetime import timedelta

from django.db.models import DateTimeField, ExpressionWrapper
from django.db.models.functions import Now

CLAIM_LEASE = timedelta(minutes=5)
SENDING_LEASE = timedelta(minutes=3)


def from_now(wait: timedelta) -> ExpressionWrapper:
    """Return the database's time `wait` from now, for an update."""
    return ExpressionWrapper(Now() + wait, output_field=DateTimeField())
