"""The aftercare sheets of the last days, so that the demonstration's patients have had theirs."""

import logging

from clinic.desk.demo.outbox import gone
from clinic.post.models import MessageState, OutgoingMessage
from patients.domain.documents import fill_document
from patients.models.documents import DocumentState
from patients.models.people import Channel
from treatments.domain.aftercare_sheet import aftercare_pdf

log = logging.getLogger(__name__)


def hand_out() -> None:
    """Make the sheets that messages wait for and tell the e-mails as sent; the worker makes all the others.

    Where this machine lacks the libraries for PDF, they wait as they would in life.
    """
    waiting = OutgoingMessage.objects.filter(state=MessageState.SCHEDULED, document__state=DocumentState.REQUESTED)
    for message in waiting.select_related("document", "patient", "location"):
        try:
            fill_document(document=message.document, content=aftercare_pdf(message.document))
        except OSError as error:
            log.warning("No aftercare sheets now: %s", error)
            return
        if message.channel == Channel.EMAIL:
            gone(message)
