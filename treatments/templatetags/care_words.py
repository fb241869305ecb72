"""What the words of the care messages need beside the post's own: `{% load care_words %}`."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import template

from treatments.rules.numbers import show_number

register = template.Library()


@register.filter
def hours(value: str) -> str:
    """A number of hours as people write it: 48, not 48.00."""
    return show_number(Decimal(value))


@register.simple_tag
def still_to_avoid(endings: list[dict[str, Any]], after: str) -> list[dict[str, Any]]:
    """Return the endings (ISO `until`, `items`) that lie later than the instant `after`."""
    over = datetime.fromisoformat(after)
    return [ending for ending in endings if datetime.fromisoformat(ending["until"]) > over]
