"""What it means to wait: conditions that more than one query asks for."""

from datetime import timedelta

from django.db.models import Q

from clinic.post.models.states import MessageState
from patients.models.documents import DocumentState
from patients.models.people import Channel

DESK_CHANNELS = (Channel.PRINT, Channel.PHONE)
UNCLEAR_ONCE = Q(state=MessageState.AMBIGUOUS, unclear=1)
WAITING = Q(state=MessageState.SCHEDULED) | UNCLEAR_ONCE
HELD_UP = Q(document__isnull=False) & ~Q(document__state=DocumentState.READY)
DOCUMENT_TAKES = timedelta(minutes=5)  # one that is not ready so long after it was due raises an alarm
