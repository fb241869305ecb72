"""What a worked-out recipe needs beside `doses`: `{% load recipes %}`."""

from collections.abc import Iterable
from typing import Any

from django import template

from treatments.models import PublishedDose, Source
from treatments.queries.published import Published

register = template.Library()


@register.filter
def concat(text: Any, more: Any) -> str:
    """Two pieces of an id."""
    return f"{text}{more}"


@register.filter
def doses_of(published: Published, ingredient: str) -> list[PublishedDose]:
    """What is published of an ingredient, by its key."""
    return published.doses.get(ingredient, [])


@register.filter
def sources_of(published: Published, dose: PublishedDose) -> list[Source]:
    """The sources of a published amount."""
    return [published.sources[key] for key in dose.sources if key in published.sources]


@register.filter
def titles_of(published: Published, keys: Iterable[str]) -> list[str]:
    """The titles of cited sources; a key where the catalogue has no such source."""
    return [published.sources[key].title if key in published.sources else key for key in keys]


@register.filter
def once(amounts: Iterable[Any]) -> list[str]:
    """Each amount in words, once."""
    return list(dict.fromkeys(str(amount) for amount in amounts))
