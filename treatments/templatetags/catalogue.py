"""Catalogue facts as people read them: {{ value|fact_words }}."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def fact_words(value: Any) -> str:
    """A plain fact in words: lists joined, yes for true, the inner fields of a published value one after the other."""
    if value is True:
        return _("yes")
    if isinstance(value, dict):
        return " · ".join(f"{fact_words(inner)}" for inner in value.values() if inner not in (None, "", [], {}))
    if isinstance(value, list):
        return "; ".join(fact_words(inner) for inner in value)
    return str(value)
