"""Pages of the yearly cycle."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "cycles"
urlpatterns = [
    path("chu-trinh/", views.calendar_page, name="calendar"),
    path("chu-trinh/mo-dot/", views.open_round_page, name="open_round"),
]
