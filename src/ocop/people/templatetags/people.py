"""How lines of the journal and telephone numbers are read by people."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from importlib.util import find_spec

import phonenumbers
from django import template
from django.conf import settings

register = template.Library()
_TERM = re.compile(r"[^:;.,(\n]+")


@register.filter
def phone(number: str | None) -> str:
    """+84900000001 → 0900 000 001; numbers of other countries keep their country."""
    if not number:
        return ""
    try:
        parsed = phonenumbers.parse(number, "VN")
    except phonenumbers.NumberParseException:
        return number
    if parsed.country_code == 84:
        national = f"0{parsed.national_number}"
        return f"{national[:4]} {national[4:7]} {national[7:]}"
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


@register.filter
def verb_words(verb: str, subject: str = "") -> str:
    """The Vietnamese term of a journal verb: the first words of the act's own docstring, so that they never differ."""
    chapter = subject.partition(".")[0]
    return _term(verb, chapter if chapter in settings.CHAPTERS else "")


@register.filter
def pairs(facts: dict[str, object]) -> list[tuple[str, object]]:
    """Names and values; in a template `facts.items` is the fact of that name, where a line has one."""
    return list(facts.items())


@cache
def _term(verb: str, chapter: str) -> str:
    # Looked up by name: lines speak of later chapters, which this one must not import.
    order = [chapter, *settings.CHAPTERS] if chapter else settings.CHAPTERS
    name = verb.rpartition(".")[2]
    for module in (f"ocop.{one}.acts" for one in order):
        if find_spec(module) is None:
            continue
        acts = import_module(module)
        found = getattr(acts, name, None) or getattr(acts, name.partition("_")[0], None)
        term = _TERM.match((getattr(found, "__doc__", None) or "").strip())
        if term is not None and not term[0].isascii():
            return term[0].strip()
    return verb
