"""`/epcis/v2/` as GS1's OpenAPI names it, and the pages of those who connect to it."""

from django.urls import URLPattern, URLResolver, path

from .api import capture, events, resources, standing
from .views import connections, masterdata, parameters

_V2 = "epcis/v2/"


def _of(name: str) -> list[URLPattern]:
    """A top-level resource, one of its values, and the events of that value; values are often URIs with slashes."""
    listed = resources.epcs if name == "epcs" else resources.values(name)
    return [
        path(f"{_V2}{name}", listed),
        path(f"{_V2}{name}/<path:text>/events", resources.value_events(name)),
        path(f"{_V2}{name}/<path:text>", resources.value(name)),
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    path("ket-noi-epcis/", connections.index, name="epcis_connections"),
    path("ket-noi-epcis/huong-dan/", connections.guide),
    path("ket-noi-epcis/tham-so/", parameters.parameters, name="epcis_parameters"),
    path("ket-noi-epcis/<slug:key>/", connections.seat_page),
    path("ket-noi-epcis/<slug:key>/lam/", connections.act_on_seat),
    path("ket-noi-epcis/<slug:key>/du-lieu-goc/", masterdata.said),
    path("ket-noi-epcis/<slug:key>/su-kien.jsonld", connections.export_json),
    path("ket-noi-epcis/<slug:key>/su-kien.xml", connections.export_xml),
    path("epcis/v2", events.discovery),
    path(_V2, events.discovery, name="epcis"),
    path(f"{_V2}events", events.events, name="epcis_events"),
    path(f"{_V2}events/<path:event>", events.event),
    path(f"{_V2}nextPageToken/<str:text>", events.next_page_token),
    path(f"{_V2}queries", standing.queries, name="epcis_queries"),
    path(f"{_V2}queries/<str:name>", standing.query),
    path(f"{_V2}queries/<str:name>/events", standing.query_events),
    path(f"{_V2}queries/<str:name>/subscriptions", standing.subscriptions),
    path(f"{_V2}queries/<str:name>/subscriptions/<str:key>", standing.subscription),
    *(pattern for name in resources.RESOURCES for pattern in _of(name)),
    path(f"{_V2}capture", capture.capture_jobs, name="epcis_capture"),
    path(f"{_V2}capture/<str:job>", capture.capture_job, name="epcis_capture_job"),
    path(f"{_V2}<path:rest>", events.nothing),
]
