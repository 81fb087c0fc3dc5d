"""Addresses of the production diary."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from .views import files, syncing

app_name = "diaries"
_HOME = "nhat-ky-san-xuat/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{_HOME}dong-bo/", syncing.sync, name="sync"),
    path(f"{_HOME}du-lieu-nen/", syncing.reference, name="reference"),
    re_path(rf"^{_HOME}tep/(?P<sha256>[0-9a-f]{{64}})/$", files.file, name="file"),
]
