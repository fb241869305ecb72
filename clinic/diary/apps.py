from django.apps import AppConfig

from clinic.diary.overlap import TRIGGERS


class DiaryConfig(AppConfig):
    name = "clinic.diary"
    label = "diary"
    default_auto_field = "django.db.models.BigAutoField"
    triggers = TRIGGERS
