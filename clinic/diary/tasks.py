from celery import shared_task


@shared_task
def expire_lapsed_holds() -> None:
    """Rung every minute: free what was held for somebody who did not come back in time."""
    from clinic.diary.domain import locking

    locking.expire_lapsed_holds()
