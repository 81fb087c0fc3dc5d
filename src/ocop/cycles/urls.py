"""Pages of the yearly cycle."""

from __future__ import annotations

from django.urls import path

from .views import calendar

app_name = "cycles"
urlpatterns = [
    path("chu-trinh/", calendar.calendar_page, name="calendar"),
    path("chu-trinh/mo-dot/", calendar.open_round_page, name="open_round"),
]
