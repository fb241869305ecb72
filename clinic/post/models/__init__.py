from clinic.post.models.messages import DeliveryAttempt, MessageState, OutgoingMessage

__all__ = ["DeliveryAttempt", "MessageState", "OutgoingMessage"]
