"""What the pages of stamps share."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

from ocop.people.models import Person


def person_of(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def number_in(text: str | None) -> int | None:
    """A number out of an address; None when it is none or absurdly long."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def filled(pairs: Iterable[tuple[str, str]]) -> str:
    return " · ".join(f"{name}: {value}" for name, value in pairs if value)
