"""WeasyPrint, set up once a process. It wants the system's Pango, so only `clinic.kit.pdf` imports it, when needed."""

from functools import lru_cache

from django.conf import settings
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


def write_pdf(html: str) -> bytes:
    """Return the PDF of a whole HTML page."""
    style, fonts = _style()
    page = HTML(string=html, url_fetcher=NothingOutside())
    pdf: bytes = page.write_pdf(stylesheets=[style], font_config=fonts, pdf_tags=True)
    return pdf
