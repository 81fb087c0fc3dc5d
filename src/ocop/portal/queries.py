"""What every page needs to know."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from ocop.people.models import Person


def page_context(request: HttpRequest) -> dict[str, Any]:
    person = request.user if isinstance(getattr(request, "user", None), Person) else None
    return {"demo": settings.OCOP_DEMO, "origin": settings.ORIGIN, "person": person}
