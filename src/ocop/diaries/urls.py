"""Addresses of the production diary."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .views import syncing

app_name = "diaries"
_HOME = "nhat-ky-san-xuat/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{_HOME}dong-bo/", syncing.sync, name="sync"),
    path(f"{_HOME}du-lieu-nen/", syncing.reference, name="reference"),
]
