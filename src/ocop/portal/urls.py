"""The root addresses: each chapter's pages under the names promised in the contract."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"ocop.{chapter}.urls"))
    for chapter in settings.CHAPTERS
    if chapter != "portal" and find_spec(f"ocop.{chapter}.urls")
]
