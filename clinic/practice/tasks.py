from celery import shared_task


@shared_task
def seal_audit_trail() -> None:
    """Rung every hour: seal what was written since the last seal."""
    from clinic.practice.domain.seals import seal_new_entries

    seal_new_entries()
