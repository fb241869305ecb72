"""Whether the eye can follow the keyboard."""

from playwright.sync_api import Page

UNSEEN = """() => {
  const shown = (one) => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  };
  const reachable = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")];
  return reachable.filter((one) => {
    if (one.disabled || one.tabIndex < 0 || one.type === "hidden" || !one.checkVisibility()) return false;
    one.focus();
    return document.activeElement === one && !shown(one) && !(one.nextElementSibling && shown(one.nextElementSibling));
  }).map((one) => one.outerHTML.slice(0, 120));
}"""


def unseen_focus(page: Page) -> list[str]:
    """Return what has the focus without showing it, of all that Tab can reach on the page as it is now."""
    page.keyboard.press("Tab")  # from here on the browser shows the focus of scripts too
    found: list[str] = page.evaluate(UNSEEN)
    return found
