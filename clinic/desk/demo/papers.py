"""The aftercare sheets of the last days, so that the demonstration's patients have had theirs."""

from clinic.desk.demo.outbox import gone
from clinic.kit.machine import can_make_pdfs
from clinic.post.models import MessageState, OutgoingMessage
from patients.domain.documents import fill_document
from patients.models.documents import DocumentState
from patients.models.people import Channel


def hand_out() -> None:
    """Make the sheets that messages wait for and tell the e-mails as sent; the worker makes all the others.

    Where this machine lacks the libraries for PDF, they wait as they would in life.
    """
    if not can_make_pdfs():
        return
    from treatments.domain.aftercare_sheet import aftercare_pdf  # WeasyPrint cannot be imported without Pango

    waiting = OutgoingMessage.objects.filter(state=MessageState.SCHEDULED, document__state=DocumentState.REQUESTED)
    for message in waiting.select_related("document", "patient", "location"):
        assert message.document is not None
        fill_document(document=message.document, content=aftercare_pdf(message.document))
        if message.channel == Channel.EMAIL:
            gone(message)
