"""What this machine can do: the system libraries that no Python package brings."""

import ctypes
import logging
from functools import lru_cache

from django.conf import settings

logger = logging.getLogger(__name__)


def missing_pdf_packages() -> list[str]:
    """Return Debian's names of the packages whose libraries WeasyPrint would not find."""
    lines = (settings.BASE_DIR / "requirements" / "debian.txt").read_text().splitlines()
    rows = [line.split() for line in lines if line.startswith("run ")]
    return [package for _purpose, package, library in rows if not _is_loadable(library)]


@lru_cache(maxsize=1)
def can_make_pdfs() -> bool:
    """Tell whether PDFs can be made here; if not, the log says once in each process what is missing."""
    missing = missing_pdf_packages()
    if missing:
        logger.error("No PDF can be made: this machine lacks %s. Requests wait until it is there.", ", ".join(missing))
    return not missing


def _is_loadable(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
