from typing import Any

from django.core.management.base import BaseCommand

from clinic.post.delivery.sweep import sweep


class Command(BaseCommand):
    help = "Send what is due in the message outbox, once."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = sweep()
        self.stdout.write(", ".join(f"{n} {what}" for what, n in counts.items() if n) or "Nothing is due.")
