from django.apps import AppConfig

from clinic.kit.db import append_only


class PracticeConfig(AppConfig):
    name = "clinic.practice"
    label = "practice"
    default_auto_field = "django.db.models.BigAutoField"
    triggers = (*append_only("practice_auditentry"), *append_only("practice_auditseal"))
