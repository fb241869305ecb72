from django.db import models

from clinic.post.models.messages import OutgoingMessage
from clinic.post.models.states import Outcome


class DeliveryAttempt(models.Model):
    """One try in vain to hand a message over, and what the other side answered. A success stands on the message."""

    message = models.ForeignKey(OutgoingMessage, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    code = models.PositiveSmallIntegerField(null=True)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.outcome} {self.code or ''}".strip()
