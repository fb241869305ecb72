from django.apps import AppConfig

from treatments.triggers import FROZEN_RECIPES


class TreatmentsConfig(AppConfig):
    name = "treatments"
    default_auto_field = "django.db.models.BigAutoField"
    triggers = FROZEN_RECIPES
