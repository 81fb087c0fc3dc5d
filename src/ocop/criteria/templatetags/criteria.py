"""Small words for the pages of the criteria."""

from django import template

register = template.Library()


@register.filter
def suffixed(text: str, number: int) -> str:
    """`id_1` and 3 → `id_13`: `add` would try to sum them."""
    return f"{text}{number}"


@register.filter
def lower_first(text: str) -> str:
    """A sentence as the continuation of another; an abbreviation keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
