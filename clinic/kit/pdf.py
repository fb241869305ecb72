"""The one way from a template to a PDF."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.kit.machine import can_make_pdfs


def pdf_from_html(html: str) -> bytes:
    """Return the PDF of a whole HTML page; its <title> and lang become the document's.

    Raises OSError on a machine without Pango.
    """
    from clinic.kit.pdf_engine import write_pdf  # without the system's Pango everything but this line works

    return write_pdf(html)


def render_pdf(template: str, context: dict[str, Any], *, language: str) -> bytes:
    """Return the PDF of `template`, its words in `language`."""
    with translation.override(language):
        return pdf_from_html(render_to_string(template, {**context, "language": language}))


def refuse_without_engine() -> None:
    """Raise Refusal on a machine that cannot make PDFs: for pages that would make one at once."""
    if not can_make_pdfs():
        raise Refusal(_("This computer cannot make PDFs yet: its administrator sees what is missing at the start."))
