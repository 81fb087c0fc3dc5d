"""JSON answers."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpResponse

from .media import JSON


def json_response(body: Any, media: str = JSON, status: int = 200) -> HttpResponse:
    return HttpResponse(orjson.dumps(body), status=status, content_type=media)
