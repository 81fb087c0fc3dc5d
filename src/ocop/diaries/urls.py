"""Addresses of the production diary."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from .views import app, attesting, files, keeping, lots, pages, syncing

app_name = "diaries"
_HOME = "nhat-ky-san-xuat/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(_HOME, pages.diary, name="diary"),
    path(f"{_HOME}ghi/", pages.write, name="write"),
    path(f"{_HOME}ghi-chep/<uuid:entry_id>/", pages.entry, name="entry"),
    path(f"{_HOME}lo/", lots.lots, name="lots"),
    path(f"{_HOME}lo/<int:lot_id>/", lots.lot, name="lot"),
    path(f"{_HOME}lo/<int:lot_id>/in/", lots.printed, name="lot_print"),
    path(f"{_HOME}lo/<int:lot_id>/epcis.jsonld", lots.document, name="lot_epcis"),
    path(f"{_HOME}lo/<int:lot_id>/epcis.xml", lots.document_xml, name="lot_epcis_xml"),
    path(f"{_HOME}noi/", keeping.places, name="places"),
    path(f"{_HOME}noi/<str:kind>/<uuid:key>/thoi/", keeping.close, name="close_place"),
    path(f"{_HOME}giay/", attesting.attested, name="attested"),
    path(f"{_HOME}giay/<int:number>/go/", attesting.detach, name="detach"),
    path(f"{_HOME}ho/", keeping.households, name="households"),
    path(f"{_HOME}ho/<int:number>/", keeping.household, name="household"),
    path(f"{_HOME}ho/<int:number>/dong/", keeping.shut, name="close_household"),
    path(f"{_HOME}nguoi-giu/<int:number>/thoi/", keeping.release, name="release_keeper"),
    path(f"{_HOME}dong-bo/", syncing.sync, name="sync"),
    path(f"{_HOME}du-lieu-nen/", syncing.reference, name="reference"),
    path(f"{_HOME}so/", app.shell, name="app"),
    path(f"{_HOME}so/may.js", app.worker, name="app_worker"),
    path(f"{_HOME}so/ung-dung.webmanifest", app.manifest, name="app_manifest"),
    path(f"{_HOME}so/v/<slug:given>/<str:name>", app.shell_file, name="app_file"),
    path(f"{_HOME}cach-cai/", app.how_to_install, name="app_help"),
    re_path(rf"^{_HOME}tep/(?P<sha256>[0-9a-f]{{64}})/$", files.file, name="file"),
]
