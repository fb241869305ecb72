"""What the post does for the layers above: plan, cancel, reschedule, send once more, tick off at the desk."""

from clinic.post.domain.cancelling import cancel_message, cancel_messages
from clinic.post.domain.content import Content, Timing
from clinic.post.domain.desk import mark_done
from clinic.post.domain.planning import plan_message, reschedule_message
from clinic.post.domain.resending import resend

__all__ = [
    "Content",
    "Timing",
    "cancel_message",
    "cancel_messages",
    "mark_done",
    "plan_message",
    "reschedule_message",
    "resend",
]
