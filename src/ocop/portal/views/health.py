"""`/healthz`: the process is up. `/readyz`: the database answers, its tables are current, a worker is there."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from ocop.journal.queries import worker_present
from ocop.people.access import public


@public
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@public
def readyz(request: HttpRequest) -> HttpResponse:
    state = _state()
    return JsonResponse(state, status=200 if all(state.values()) else 503)


def _state() -> dict[str, bool]:
    try:
        return {"database": True, "migrations": _tables_current(), "worker": worker_present()}
    except DatabaseError:
        return {"database": False, "migrations": False, "worker": False}


def _tables_current() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
