from celery import shared_task


@shared_task
def sweep_outbox() -> None:
    """Rung every SWEEP_SECONDS: send what is due."""
    from clinic.post.delivery.sweep import sweep

    sweep()
