from celery import shared_task


@shared_task
def fill_requested_documents() -> None:
    """Rung after a request and by every sweep: make the PDFs that are asked for."""
    from treatments.domain.documents import fill_requested

    fill_requested()
