"""The plan builder's inspector by hand: open a part, write into it, wait until it is kept."""

from playwright.sync_api import expect


def open_part(page, name):
    part = page.locator(f"#part-{name}")
    if part.get_attribute("open") is None:
        part.locator("summary").first.click()
    return part


def saved(page, name):
    expect(page.locator(f"#saved-{name}")).to_contain_text("Saved")
    expect(page.locator(".htmx-request")).to_have_count(0)


def tick_zone(page, name):
    open_part(page, "zones").get_by_label(name).check()
    saved(page, "zones")


def type_into(page, part, **fields):
    """Write into the part's fields and leave the last one."""
    open_part(page, part)
    for name, value in fields.items():
        page.locator(f"#id_{part}-{name.replace('__', '-')}").fill(value)
    page.keyboard.press("Tab")
    saved(page, part)
