"""Filling the documents that this layer knows the content of."""

import logging

from patients.domain.documents import fail_document, fill_document
from patients.models import Document
from treatments.domain.aftercare import KIND
from treatments.domain.aftercare_sheet import aftercare_pdf

log = logging.getLogger(__name__)


def fill_requested() -> int:
    """Make every requested aftercare PDF; return how many. One that cannot be made says so and holds up no other."""
    return sum(_fill(document) for document in Document.objects.waiting(KIND).order_by("pk"))


def _fill(document: Document) -> bool:
    try:
        fill_document(document=document, content=aftercare_pdf(document))
    except Exception as error:
        log.exception("document %s could not be made", document.uuid)
        fail_document(document=document, why=type(error).__name__)
        return False
    return True
