"""Addresses of the production diary."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from .views import app, files, syncing

app_name = "diaries"
_HOME = "nhat-ky-san-xuat/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{_HOME}dong-bo/", syncing.sync, name="sync"),
    path(f"{_HOME}du-lieu-nen/", syncing.reference, name="reference"),
    path(f"{_HOME}so/", app.shell, name="app"),
    path(f"{_HOME}so/may.js", app.worker, name="app_worker"),
    path(f"{_HOME}so/ung-dung.webmanifest", app.manifest, name="app_manifest"),
    path(f"{_HOME}so/v/<slug:given>/<str:name>", app.shell_file, name="app_file"),
    path(f"{_HOME}cach-cai/", app.how_to_install, name="app_help"),
    re_path(rf"^{_HOME}tep/(?P<sha256>[0-9a-f]{{64}})/$", files.file, name="file"),
]
