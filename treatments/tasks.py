from celery import shared_task

from clinic.kit.machine import can_make_pdfs


@shared_task
def fill_requested_documents() -> None:
    """Rung after a request and by every sweep: make the PDFs that are asked for, once this machine can."""
    if not can_make_pdfs():
        return
    from treatments.domain.documents import fill_requested  # WeasyPrint cannot be imported without Pango

    fill_requested()
