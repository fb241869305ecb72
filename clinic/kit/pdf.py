"""The one engine that makes a PDF out of a template."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

FONTS = settings.BASE_DIR / "static" / "vendor" / "noto-sans"
STYLE = settings.BASE_DIR / "static" / "css" / "document.css"


class NothingOutside(URLFetcher):
    """Documents bring what they show with them: no file, no network, no redirect."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)


class OurFonts(URLFetcher):
    """The clinic's own style sheet may load its own fonts, and nothing else."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("file",), allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if not url.startswith((FONTS.as_uri() + "/", STYLE.as_uri())):
            raise ValueError(f"Not one of the clinic's fonts: {url}")
        return super().fetch(url, headers)


@lru_cache(maxsize=1)
def _style() -> tuple[CSS, FontConfiguration]:
    """Read style and fonts once a process: it is by far the slowest part."""
    fonts = FontConfiguration()
    return CSS(filename=str(STYLE), font_config=fonts, url_fetcher=OurFonts()), fonts


def pdf_from_html(html: str) -> bytes:
    """Return the PDF of a whole HTML page; its <title> and lang become the document's."""
    style, fonts = _style()
    page = HTML(string=html, url_fetcher=NothingOutside())
    pdf: bytes = page.write_pdf(stylesheets=[style], font_config=fonts, pdf_tags=True)
    return pdf


def render_pdf(template: str, context: dict[str, Any], *, language: str) -> bytes:
    """Return the PDF of `template`, its words in `language`."""
    with translation.override(language):
        return pdf_from_html(render_to_string(template, {**context, "language": language}))
