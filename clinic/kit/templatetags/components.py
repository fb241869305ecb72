"""What the components in templates/components/ cannot do with an include alone."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from clinic.kit import toasts
from clinic.kit.looks import FINDINGS, STATUSES, TOASTS, UNKNOWN_STATUS
from clinic.kit.navigation import address_for, rooms

register = template.Library()
register.filter("undo_url", toasts.undo_url)


@register.inclusion_tag("components/status.html")
def status(state: str, word: str = "") -> dict[str, Any]:
    """Icon + word of a state of a visit, message, plan, recipe or finding; `word` (get_state_display) wins."""
    icon, tone, usual = STATUSES.get(str(state), UNKNOWN_STATUS)
    return {"icon": icon, "tone": tone and f"tone-{tone}", "word": word or usual or state}


@register.simple_block_tag(end_name="endcard")
def card(content: str, title: str = "", link: str = "", link_word: str = "", style: str = "") -> SafeString:
    """{% card title=_("Course") %}…{% endcard %}: one sheet; style "panel-flush" for a table edge to edge."""
    given = {"content": content, "title": title, "link": link, "link_word": link_word, "style": style}
    return render_to_string("components/card.html", given)


@register.simple_tag
def when(moment: datetime | None, zone: ZoneInfo | str | None = None, words: str = "day and time") -> SafeString | str:
    """A moment as wall time with its weekday: "Thu 26 Nov, 14:30"; `words` is also "day" or "time"."""
    if moment is None:
        return ""
    local = timezone.localtime(moment, ZoneInfo(zone) if isinstance(zone, str) and zone else zone or None)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), _words(local, words))


def _words(local: datetime, words: str) -> str:
    time = date_format(local, "H:i")
    if words == "time":
        return time
    this_year = local.year == timezone.localtime(timezone=local.tzinfo).year
    day = date_format(local, "D j M" if this_year else "D j M Y")
    return day if words == "day" else f"{day}, {time}"


@register.inclusion_tag("components/navigation.html", takes_context=True)
def main_navigation(context: template.RequestContext) -> dict[str, Any]:
    """The rooms of the staff's side; `nav` in the context names the one we are in if the address does not."""
    return {"items": rooms(context.get("request"), str(context.get("nav", "")))}


@register.simple_tag(takes_context=True)
def room(context: template.RequestContext, name: str) -> str:
    """{% room "practice:settings" as url %}: the page's address if this person may open it, else nothing."""
    return address_for(context.get("request"), name)


@register.filter
def finding_icon(kind: str) -> str:
    return FINDINGS[kind][0]


@register.filter
def finding_word(kind: str) -> str:
    return str(FINDINGS[kind][1])


@register.filter
def toast_tone(message: Message) -> str:
    return TOASTS.get(message.level_tag, TOASTS["info"])[0]


@register.filter
def toast_icon(message: Message) -> str:
    return TOASTS.get(message.level_tag, TOASTS["info"])[1]


@register.filter
def yes_no(value: bool | None) -> str:
    """Yes, no or not asked: three answers, never two."""
    return _("not asked") if value is None else _("yes") if value else _("no")
