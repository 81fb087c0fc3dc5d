"""Addresses of stamps and Digital Links, the look-up by hand, and reports."""

from django.urls import path, re_path

from .api.gate import passport
from .views import how_read, look_up, report, reports, resolver

urlpatterns = [
    re_path(r"^(?:t|T|01|414)/.*", passport, name="passport"),
    path(".well-known/gs1resolver", resolver, name="gs1_resolver"),
    path("tra-cuu/", look_up, name="look_up"),
    path("tra-cuu/bao/", report, name="stamp_report"),
    path("tem/luot-quet/", how_read, name="how_read"),
    path("tra-cuu/phan-anh/", reports, name="stamp_reports"),
]
