"""The bell-ringer: Celery wakes workers up; what is due stands in database rows."""

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")

app = Celery("clinic")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.task_routes = {
    "clinic.post.tasks.*": {"queue": "mail"},
    "treatments.tasks.fill_*": {"queue": "pdf"},
}


def _every(seconds: float, task: str) -> dict[str, object]:
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


app.conf.beat_schedule = {
    "sweep the outbox": _every(settings.SWEEP_SECONDS, "clinic.post.tasks.sweep_outbox"),
    "fill requested documents": _every(settings.SWEEP_SECONDS, "treatments.tasks.fill_requested_documents"),
    "free lapsed holds": _every(60, "clinic.diary.tasks.expire_lapsed_holds"),
    "seal the audit trail": _every(3600, "clinic.practice.tasks.seal_audit_trail"),
}
