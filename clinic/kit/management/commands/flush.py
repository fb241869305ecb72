from typing import Any

from django.apps import apps
from django.core.management.commands.flush import Command as Flush
from django.db import connections


class Command(Flush):
    """Empty the database: append-only triggers step aside and `post_migrate` brings them back."""

    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        for app in apps.get_app_configs():
            for trigger in getattr(app, "triggers", ()):
                trigger.drop(connection)
        super().handle(**options)
