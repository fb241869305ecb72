"""What a browser test watches for: errors in the console, broken scripts, refused content, axe's findings."""

import shutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
OVERTAKEN = ("htmx:afterRequest", "htmx:sendAbort")  # htmx's words for a request that a newer one replaced


GIVEN_UP = ("htmx:sendAbort", "htmx:afterRequest")  # what hx-sync gives up when somebody types on, by design


def chromium() -> str:
    """Return the system's Chromium. Raises AssertionError with what to do when there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "Browser tests need the system's Chromium: apt-get install chromium"
    return found


def watch(context: BrowserContext, complaints: list[str]) -> None:
    """Add to `complaints` what goes wrong on any page of this context; refused content shows in the console."""

    def hear(said: ConsoleMessage) -> None:
        if said.type == "error" and not said.text.startswith(OVERTAKEN):
            complaints.append(f"{said.page.url if said.page else ''}: {said.text}")

    context.on("console", hear)
    context.on("weberror", lambda broken: complaints.append(f"script: {broken.error}"))


@cache
def axe_source() -> str:
    """Return axe as one script. Raises AssertionError with what to do when it was not fetched."""
    path = finders.find("vendor/axe/axe.min.js")
    assert path, "axe is missing: .tools/python .tools/fetch_frontend.py"
    return Path(path).read_text(encoding="utf-8")


def _is_wrong(said: ConsoleMessage) -> bool:
    return said.type == "error" and not said.text.startswith(GIVEN_UP)


def axe_findings(page: Page, *, only: Sequence[str] = ()) -> list[str]:
    """Return axe's violations on the page as it is now: the rule, how bad, and where. `only` these rules, if given."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(f"() => {{ {axe_source()} }}")
    options = {"resultTypes": ["violations"]} | ({"runOnly": list(only)} if only else {})
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']} at {node['target']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def findings_in_light_and_dark(page: Page) -> list[str]:
    """Return axe's violations on the page as it is now, in either scheme; no colour is on its way."""
    found: list[str] = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{scheme}: {one}" for one in axe_findings(page)]
    return found


def widths_overflowed(page: Page, *widths: int) -> dict[int, int]:
    """Return window width → page width, for each of these widths at which the page as it is now is wider."""
    found = {}
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        found[width] = page.evaluate("document.documentElement.scrollWidth")
    return {width: pixels for width, pixels in found.items() if pixels > width}


def sign_in(context: BrowserContext, user: Any) -> None:
    """Give the browser a session of this user, as if they had signed in."""
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": settings.PUBLIC_URL}])
