"""The first page: one search field, four dated numbers, the map, the newest recognitions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ocop.people.access import public

from ..queries import front_page


@public
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html", {"front": front_page()})
