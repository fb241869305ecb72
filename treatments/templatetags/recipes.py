"""What a worked-out recipe needs beside `doses`: `{% load recipes %}`."""

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
def has_values(published: Published, ingredient: str) -> bool:
    """Whether a concentration was published to compare with."""
    return any(value.ingredient == ingredient for value in published.values)


@register.filter
def sources_of(published: Published, dose: PublishedDose) -> list[Source]:
    """The sources of a published amount."""
    return [published.sources[key] for key in dose.sources if key in published.sources]
