"""Requests for change that wait for an answer, and their days."""

from __future__ import annotations

from datetime import date

from ..lifecycle import ASKED_STATES
from ..models import CompletionRequest, Dossier, Extension


def requests_waiting() -> list[CompletionRequest]:
    """Unanswered requests of dossiers that are open for them, the nearest day first."""
    found = CompletionRequest.objects.filter(answered_at__isnull=True, dossier__state__in=ASKED_STATES)
    return list(found.select_related("dossier__product__producer", "dossier__commune").order_by("due_on", "id"))


def request_due(dossier: Dossier) -> date | None:
    """The last day of what is asked for now."""
    days = dossier.completion_requests.filter(answered_at__isnull=True).values_list("due_on", flat=True)
    return max(days, default=None)


def extensions_of(dossier: Dossier) -> list[Extension]:
    return list(dossier.extensions.select_related("given_by"))
