"""`/api/v1`: the chapters' routers under one description, every error as an RFC 9457 problem."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import orjson
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError
from ninja.renderers import BaseRenderer

from ocop.journal.rules import Reason, Refused

from ..exports import problem


class OrjsonRenderer(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data, option=orjson.OPT_NON_STR_KEYS, default=str)


api = NinjaAPI(
    title="OCOP Quảng Ninh",
    version="1",
    description="Sản phẩm, chủ thể, giấy chứng nhận, số liệu và chấm điểm theo QĐ 26/2026/QĐ-TTg.",
    renderer=OrjsonRenderer(),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)


@api.exception_handler(Refused)
def on_refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    return problem(422, refused.reasons)


@api.exception_handler(Http404)
def on_missing(request: HttpRequest, missing: Http404) -> HttpResponse:
    return problem(404, detail=str(missing) if missing.args else "")


@api.exception_handler(HttpError)
def on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, detail=str(error))


@api.exception_handler(ValidationError)
def on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    reasons = []
    for fault in error.errors:
        field = ".".join(str(part) for part in fault.get("loc", ())[1:])
        reasons.append(
            Reason(f"Trường “{field}” không đúng: {fault.get('msg', '')}", field, str(fault.get("type", "")))
        )
    return problem(422, tuple(reasons))


def _routers() -> list[Router]:
    found = []
    for chapter in settings.CHAPTERS:
        name = f"ocop.{chapter}.api"
        if chapter != "portal" and find_spec(name):
            router = getattr(import_module(name), "router", None)
            if isinstance(router, Router):
                found.append(router)
    return found


for _router in _routers():
    api.add_router("", _router)
