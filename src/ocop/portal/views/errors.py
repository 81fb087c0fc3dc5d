"""What a person sees when a page cannot be shown, and what a machine gets in its place."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..exports import problem
from ..middleware import away, wants_problem


def _page(request: HttpRequest, status: int) -> HttpResponse:
    if wants_problem(request):
        return problem(status)
    return render(request, f"{status}.html", status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    # A session that cannot be read or written fails outside of every view, so only here can it be told.
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return away(request)
    if wants_problem(request):
        return problem(500)
    try:
        return render(request, "500.html", status=500)
    except Exception:  # the page itself may be what is broken; never fail while telling of a failure
        text = "Hệ thống gặp lỗi. Xin thử lại sau ít phút; dữ liệu đã lưu không mất."
        return HttpResponse(text, status=500, content_type="text/plain; charset=utf-8")
