"""What this machine may lack, each with the line to type: shown by every `manage.py` command."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks

from clinic.kit.machine import missing_pdf_packages

FRONT_END = ("vendor/bootstrap/bootstrap.min.css", "vendor/htmx/htmx.min.js", "vendor/noto-sans/NotoSans-Regular.ttf")


class Machine(AppConfig):
    """The project itself as an app, only to register the checks below."""

    name = "clinic"
    label = "machine"

    def ready(self) -> None:
        checks.register(check_pdf_libraries)
        checks.register(check_front_end)


def check_pdf_libraries(**_options: Any) -> list[checks.CheckMessage]:
    """Warn when PDFs cannot be made; everything else works without."""
    missing = missing_pdf_packages()
    if not missing:
        return []
    debian = f"sudo apt-get install {' '.join(missing)}"
    hint = f"Debian, Ubuntu: {debian} · Fedora: sudo dnf install pango · macOS: brew install pango"
    return [checks.Warning("PDFs cannot be made: the system's Pango is missing.", hint=hint, id="clinic.W001")]


def check_front_end(**_options: Any) -> list[checks.CheckMessage]:
    """Warn when pages would come without their style, scripts or fonts."""
    missing = [path for path in FRONT_END if not (settings.BASE_DIR / "static" / path).is_file()]
    if not missing:
        return []
    hint = "Fetch them: .tools/python .tools/fetch_frontend.py"
    return [checks.Warning(f"Front-end files are missing: {', '.join(missing)}.", hint=hint, id="clinic.W002")]
