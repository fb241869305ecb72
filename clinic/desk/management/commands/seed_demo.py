from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clinic.desk.demo.people import CLINIC, PASSWORD, SIGN_INS
from clinic.desk.demo.seed import seed
from clinic.practice.models import Practice


class Command(BaseCommand):
    help = "Fill an empty database with the demonstration clinic, around today. A second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        practice = Practice.objects.first()
        if practice is not None and practice.name != CLINIC:
            raise CommandError("This database holds a real clinic: the demonstration goes into an empty one.")
        if practice is None:
            seed()
        width = max(len(email) for email, _role in SIGN_INS)
        for email, role in SIGN_INS:
            self.stdout.write(f"  {email:<{width}}  {role}")
        self.stdout.write(f"  Password for all of them: {PASSWORD}")
