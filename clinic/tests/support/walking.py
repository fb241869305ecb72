"""Looks at one page after another, in every width and theme, and writes down what is wrong with each."""

from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Page

from clinic.tests.support.browsing import axe_findings, axe_source

DESKTOP, TABLET, PHONE = 1280, 820, 390
WIDTHS = (DESKTOP, TABLET, PHONE)
HEIGHT = 900
COLOURS = ("color-contrast", "link-in-text-block")
TOO_WIDE = """() => {
  const page = document.scrollingElement;
  if (page.scrollWidth <= innerWidth) return "";
  const wide = [...document.querySelectorAll("main *, header *, body > *")].filter(
    (one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".table-wrap, .visually-hidden"));
  const first = wide.at(0);
  return `${page.scrollWidth} px wide, from ${first?.tagName.toLowerCase()}.${first?.className}`;
}"""
BONES = """() => [
  document.querySelectorAll("h1").length === 1 ? "" : `${document.querySelectorAll("h1").length} h1`,
  document.querySelector("h1")?.innerText.trim() ? "" : "an empty h1",
  /^.+ · .+$/.test(document.title) ? "" : `the title is “${document.title}”`,
  document.documentElement.lang ? "" : "no lang",
].filter(Boolean)"""


class Walk:
    """One browser page that goes from address to address. `found` gathers what is wrong, `seen` what was opened."""

    def __init__(self, page: Page, complaints: list[str]) -> None:
        page.add_init_script(axe_source())  # sent once rather than to every page
        self.page, self.complaints = page, complaints
        self.found: list[str] = []
        self.seen: list[str] = []

    def open(self, name: str, address: str, *, status: int = 200, bones: bool = True) -> None:
        """Go to `address` and look at what comes."""
        answer = self.page.goto(address)
        assert answer is not None
        self._forgive(answer.status, self.page.url)
        self._say(name, "", [f"answers {answer.status}"] if answer.status != status else [])
        self._say(name, "", [f"leads on to {self.page.url}"] if answer.request.redirected_from else [])
        self.look(name, bones=bones)

    def look(self, name: str, *, bones: bool = True) -> None:
        """Look at the page as it stands: its bones, then every width in light, then the colours in the dark."""
        self.seen.append(name)
        self.page.emulate_media(color_scheme="light")
        self._say(name, "", self.page.evaluate(BONES) if bones else [])
        for width in WIDTHS:
            self._at(name, width)
        self.page.emulate_media(color_scheme="dark")
        self._say(name, f"dark {PHONE} px", axe_findings(self.page, only=COLOURS))
        self.page.set_viewport_size({"width": DESKTOP, "height": HEIGHT})
        self._say(name, "", self.complaints)
        self.complaints.clear()

    def send_empty(self, name: str, form: str = "main form[method=post]:not(.confirm-body)") -> None:
        """Send the page's form with nothing in it, past the browser's own checks, and look at the refusal."""
        with self.page.expect_navigation():
            self.page.evaluate(f"() => document.querySelector('{form}').submit()")
        self._forgive(422, self.page.url)
        self.look(f"{name} refused")

    def _at(self, name: str, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        too_wide = self.page.evaluate(TOO_WIDE)
        self._say(name, f"light {width} px", [too_wide] if too_wide else [])
        if width != TABLET:
            self._say(name, f"light {width} px", axe_findings(self.page))

    def _say(self, name: str, where: str, what: Sequence[Any]) -> None:
        self.found += [": ".join(filter(None, [name, where, str(one)])) for one in what]

    def _forgive(self, status: int, address: str) -> None:
        """The browser's console names every answer that is no success; here the walk judges the status."""
        named = f"status of {status}"
        if status >= 400:
            self.complaints[:] = [said for said in self.complaints if not (address in said and named in said)]
