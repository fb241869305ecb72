"""Filters for the words of messages: `{% load words %}`, then `{{ at|wall }}`.

A message's context is plain data, so an instant stands there as an ISO string. The location's zone and the recipient's
language are active while the words are rendered.
"""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format

register = template.Library()


@register.filter
def instant(iso: str | datetime) -> datetime:
    """Return an ISO string as a datetime in the active zone. Raises ValueError for anything else."""
    moment = iso if isinstance(iso, datetime) else datetime.fromisoformat(iso)
    moment = iso if isinstance(iso, datetime) else datetime.fromisoformat(iso)
    return timezone.localtime(moment)


@register.filter
def wall(iso: str | datetime) -> str:
    """Return weekday, date, time and zone: "Thursday 26 November 2026, 14:30 GMT"."""
    return f"{wall_day(iso)}, {wall_time(iso)}"


@register.filter
def wall_day(iso: str | datetime) -> str:
    """Return weekday and date: "Thursday 26 November 2026"."""
    return date_format(instant(iso), "l j F Y")


@register.filter
def wall_time(iso: str | datetime) -> str:
    """Return time and zone: "14:30 GMT", or "14:30 UTC+10:30" where the zone has no letters."""
    moment = instant(iso)
    return f"{moment:%H:%M} {_zone(moment)}"


def _zone(moment: datetime) -> str:
    name = moment.tzname() or ""
    offset = f"{moment:%z}"
    return name if name.isalpha() else f"UTC{offset[:3]}:{offset[3:5]}"
