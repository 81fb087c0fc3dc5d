"""How a stored choice is written."""

from __future__ import annotations

from typing import Any

from django import template

from ..rules import case_of, points_in

register = template.Library()


@register.filter
def chosen(choice: Any) -> str:
    """3, or «3 (trường hợp a)»; nothing chosen is «chưa chấm»; a list names gates."""
    if isinstance(choice, list):
        return ", ".join(map(str, choice)) or "không nêu"
    points = points_in(choice)
    if points is None:
        return "chưa chấm"
    case = case_of(choice)
    return f"{points} (trường hợp {case})" if case else str(points)


@register.filter
def at(mapping: Any, key: str) -> Any:
    """The value at a key that holds dots, or nothing."""
    return mapping.get(key, "") if isinstance(mapping, dict) else ""
