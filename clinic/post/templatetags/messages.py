"""How staff pages speak of messages: `{% load messages %}`."""

from django import template

from clinic.post.kinds import kind_title
from clinic.post.models import OutgoingMessage
from patients.models.people import Channel

register = template.Library()
ICONS = {Channel.EMAIL: "bi-envelope", Channel.PRINT: "bi-printer", Channel.PHONE: "bi-telephone"}

register.filter("kind_title", kind_title)


@register.filter
def channel_icon(message: OutgoingMessage) -> str:
    """Return the icon of the way the message goes."""
    return ICONS[Channel(message.channel)]


@register.filter
def recipient(message: OutgoingMessage) -> str:
    """Return the name of whom the message is for."""
    return str(message.patient or message.user)


@register.filter
def waits_for_document(message: OutgoingMessage) -> bool:
    """Tell whether the message cannot go because its document is not there."""
    return message.document is not None and message.document.state != "ready"
