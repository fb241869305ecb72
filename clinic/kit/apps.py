from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KitConfig(AppConfig):
    name = "clinic.kit"
    label = "kit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clinic.kit.db.triggers import reinstall_after_migrate

        post_migrate.connect(reinstall_after_migrate, dispatch_uid="kit.reinstall_triggers")
