from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from treatments.catalogue.checking import CatalogueError
from treatments.catalogue.loading import CREATED, UNCHANGED, UPDATED, Report, load
from treatments.catalogue.reading import DATA


class Command(BaseCommand):
    help = "Check the catalogue's YAML files and load them: all of them, or nothing when anything is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=DATA, help="Folder of the YAML files.")

    def handle(self, *args: Any, folder: Path, verbosity: int, **options: Any) -> None:
        try:
            report = load(folder)
        except CatalogueError as error:
            count = len(error.errors)
            raise CommandError(f"Nothing was loaded. To mend ({count}):\n{error}") from error
        if verbosity:
            self._tell(report, each_file=verbosity > 1)

    def _tell(self, report: Report, *, each_file: bool) -> None:
        totals = report.totals
        self.stdout.write("Catalogue: " + ", ".join(f"{totals[word]} {word}" for word in (CREATED, UPDATED, UNCHANGED)))
        for file, counts in report.counts.items() if each_file else ():
            self.stdout.write(f"  {file}: " + ", ".join(f"{number} {word}" for word, number in counts.items()))
        for name, outcome in report.notable:
            self.stdout.write(f"  {name}: {SENTENCES[outcome]}")


SENTENCES = {
    "waiting": "approved here; newer shipped facts wait for the medical director.",
    "own": "the clinic's own entry has this key; the shipped one was left out.",
    "no longer shipped": "no longer shipped; kept here.",
}
