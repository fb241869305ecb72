from typing import Any

from django.core.management.base import BaseCommand

from clinic.diary.domain.visit_types import make_standard_visit_types


class Command(BaseCommand):
    """Make the kinds of visit a clinic starts with; what it has already stays as it is."""

    help = "Make consultation, treatment and review, unless the clinic has them."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        kinds = make_standard_visit_types()
        if verbosity:
            self.stdout.write("Kinds of visit: " + ", ".join(str(kind) for kind in kinds.values()))
