from clinic.post.models.attempts import DeliveryAttempt
from clinic.post.models.messages import OutgoingMessage
from clinic.post.models.states import MessageState, Outcome

__all__ = ["DeliveryAttempt", "MessageState", "OutgoingMessage", "Outcome"]
