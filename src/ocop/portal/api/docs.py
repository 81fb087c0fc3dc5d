"""The API for people: one calm page made from the OpenAPI description."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ocop.people.access import public

from . import api


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    path: str
    summary: str
    description: str
    parameters: list[dict[str, Any]]
    writes: bool


def _operations(schema: dict[str, Any]) -> list[Operation]:
    found = []
    for path, methods in schema["paths"].items():
        for method, call in methods.items():
            found.append(
                Operation(
                    method=method.upper(),
                    path=path,
                    summary=call.get("summary", ""),
                    description=call.get("description", ""),
                    parameters=call.get("parameters", []),
                    writes=method != "get",
                )
            )
    return found


@public
def api_docs(request: HttpRequest) -> HttpResponse:
    schema = api.get_openapi_schema()
    context = {"operations": _operations(schema), "info": schema["info"]}
    return render(request, "portal/api_docs.html", context)
