"""The root addresses: each chapter's pages under the names promised in the contract."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from ocop.people.access import public

from .api import api
from .api.docs import api_docs
from .views.desk import desk
from .views.health import healthz, readyz
from .views.home import home
from .views.language import choose_language
from .views.search import search

handler400 = "ocop.portal.views.errors.bad_request"
handler403 = "ocop.portal.views.errors.forbidden"
handler404 = "ocop.portal.views.errors.not_found"
handler500 = "ocop.portal.views.errors.server_error"


def _declared_public(patterns: tuple[list[Any], str, str]) -> tuple[list[Any], str, str]:
    """Every operation of the open API is public; tokens are asked for per operation."""
    for pattern in patterns[0]:
        public(pattern.callback)
    return patterns


urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("tim/", search, name="search"),
    path("ban-lam-viec/", desk, name="desk"),
    path("ngon-ngu/", choose_language, name="language"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("api/v1/docs", api_docs, name="api_docs"),
    path("api/v1/", _declared_public(api.urls)),
    *(
        path("", include(f"ocop.{chapter}.urls"))
        for chapter in settings.CHAPTERS
        if chapter != "portal" and find_spec(f"ocop.{chapter}.urls")
    ),
]
