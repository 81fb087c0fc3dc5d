"""Addresses of registering and telling."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("san-pham/moi/", views.register),
    path("san-pham/<slug:slug>/sua/", views.edit),
]
