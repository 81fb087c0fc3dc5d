"""Filters and tags of every page: numbers, dates, icons, stars, drawings, navigation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.templatetags.static import static
from django.urls import Resolver404, resolve
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from ocop.design.rules import drawings, formats, icons, shapes, tongues

register = template.Library()


def _numeric(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _written(value: Any, write: Callable[[Decimal], str]) -> str:
    amount = _numeric(value)
    return _(formats.UNKNOWN) if amount is None else write(amount)


@register.filter
def number(value: Any, places: int = 0) -> str:
    """1234567 → 1.234.567; what is no number is written «chưa rõ»."""
    return _written(value, lambda amount: formats.number(amount, int(places)))


@register.filter
def points(value: Any) -> str:
    """74.0 → 74, 74.5 → 74,5."""
    return _written(value, formats.short_number)


@register.filter
def percent(value: Any, places: int = 1) -> str:
    """0.125 → 12,5 %."""
    return _written(value, lambda amount: formats.percent(amount, int(places)))


@register.filter
def money(value: Any) -> str:
    """4600000000 → 4,6 tỷ đồng."""
    return _written(value, lambda amount: formats.money(int(amount)))


@register.filter
def day(value: date | None) -> str:
    """21/11/2026, in Vietnam's own time."""
    return formats.day(value) if value else _(formats.UNKNOWN)


@register.filter
def moment(value: datetime | None) -> str:
    """14:32 21/11/2026."""
    return formats.moment(value) if value else _(formats.UNKNOWN)


@register.filter
def day_said(value: date | None) -> str:
    """`day` on a page of three languages: 21/11/2026, 21 November 2026, 2026年11月21日."""
    return tongues.day_in(value, get_language() or "vi") if value else _(formats.UNKNOWN)


@register.filter
def moment_said(value: datetime | None) -> str:
    """`moment` on a page of three languages."""
    return tongues.moment_in(value, get_language() or "vi") if value else _(formats.UNKNOWN)


@register.filter
def number_said(value: Any, places: int = 0) -> str:
    """`number` on a page of three languages: 1.234 in Vietnamese, 1,234 in English."""
    return _written(value, lambda amount: tongues.number_in(amount, get_language() or "vi", int(places)))


@register.filter
def clock_time(value: datetime | None) -> str:
    """14:32."""
    return formats.clock_time(value) if value else ""


@register.filter
def grouped(value: Any, size: int = 4) -> str:
    """A code in groups of four, to be read aloud."""
    return formats.grouped(str(value), int(size))


@register.filter
def working_days_left(value: int) -> str:
    return formats.working_days_left(int(value))


@register.filter
def days_left(value: int) -> str:
    return formats.days_left(int(value))


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """`row|get:name`: a key, place or attribute whose name is known only at run time."""
    if isinstance(mapping, dict):
        return mapping.get(key, "")
    if isinstance(mapping, list | tuple):
        return mapping[key] if key < len(mapping) else ""
    return getattr(mapping, str(key), "")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One small drawing that takes the colour of the text; silent unless it has a label."""
    voice = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" {} focusable="false">{}</svg>',
        voice,
        mark_safe(icons.path(name)),
    )


@register.simple_tag
def star_row(count: Any, filled: bool = True) -> SafeString:
    """The stars as one drawing; the caller writes the words beside it."""
    amount = _numeric(count)
    return mark_safe(shapes.star_row(min(max(int(amount), 0), 5), filled=filled)) if amount else mark_safe("")


@register.simple_tag
def illustration(subject: Any = "", css: str = "") -> SafeString:
    """The line drawing of a product set (1–26), of a product line or group in words, or of a named scene."""
    name = drawings.drawing_for(subject)
    return format_html(
        '<svg class="drawing {}" viewBox="0 0 {}"{} aria-hidden="true" focusable="false"><use href="{}#i"/></svg>',
        css,
        drawings.box(name),
        mark_safe(' preserveAspectRatio="xMidYMax slice"') if name in drawings.WIDE else "",
        static(f"design/lines/{name}.svg"),
    )


@dataclass(frozen=True)
class NavLink:
    path: str
    label: str
    short: str
    current: bool


# The paths are promises of the contract, so the base page needs no chapter's url names;
# a page that is not built yet is simply left out.
_ROOMS = (
    ("/san-pham/", gettext_noop("Sản phẩm"), gettext_noop("Sản phẩm")),
    ("/thong-ke/", gettext_noop("Bản đồ & thống kê"), gettext_noop("Thống kê")),
    ("/tu-danh-gia/", gettext_noop("Tự đánh giá"), gettext_noop("Tự đánh giá")),
    ("/tra-cuu/", gettext_noop("Tra tem"), gettext_noop("Tra tem")),
)


@cache
def _exists(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


@register.simple_tag(takes_context=True)
def nav_links(context: Context) -> list[NavLink]:
    request = context.get("request")
    here = request.path if request else ""
    return [NavLink(path, _(label), _(short), here.startswith(path)) for path, label, short in _ROOMS if _exists(path)]


@register.simple_tag
def page_exists(path: str) -> bool:
    return _exists(path)


@register.simple_tag
def demo_mode() -> bool:
    return bool(getattr(settings, "OCOP_DEMO", False))


@register.simple_tag
def query_with(request: Any, **changes: Any) -> str:
    """The present address with some filters changed; an empty value removes its filter."""
    wanted = request.GET.copy() if request else None
    if wanted is None:
        return ""
    for name, value in changes.items():
        if value in ("", None):
            wanted.pop(name, None)
        else:
            wanted[name] = str(value)
    return f"?{wanted.urlencode()}"
