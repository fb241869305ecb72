from django import template

register = template.Library()


@register.filter
def anchor(rule: str) -> str:
    """The id of a rule as the id of its place on the page."""
    return f"rule-{rule.replace('/', '-')}"
