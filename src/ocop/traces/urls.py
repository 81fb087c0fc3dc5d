"""`/epcis/v2/` as GS1's OpenAPI names it."""

from django.urls import URLPattern, URLResolver, path

from .api import capture

_V2 = "epcis/v2/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{_V2}capture", capture.capture_jobs, name="epcis_capture"),
    path(f"{_V2}capture/<str:job>", capture.capture_job, name="epcis_capture_job"),
]
