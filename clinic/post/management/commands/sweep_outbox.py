from typing import Any

from django.core.management.base import BaseCommand

from clinic.post.delivery.sweep import in_words, sweep


class Command(BaseCommand):
    help = "Send what is due in the message outbox, once."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = sweep()
        self.stdout.write(in_words(counts) or "Nothing is due.")
