"""The public register's addresses, and those of decisions and certificates."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .views import register

urlpatterns: list[URLPattern | URLResolver] = [
    path("san-pham/", register.products),
    path("san-pham/<slug:slug>/", register.product),
    path("chu-the/", register.producers),
    path("chu-the/<slug:slug>/", register.producer),
    path("dia-ban/", register.places),
    path("dia-ban/<slug:slug>/", register.place),
]
