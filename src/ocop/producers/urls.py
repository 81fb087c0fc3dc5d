"""Addresses of a producer's own pages; its public page stands with its stars."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("chu-the/moi/", views.register),
    path("chu-the/<slug:slug>/sua/", views.edit),
    path("chu-the/<slug:slug>/nguoi/", views.members),
]
