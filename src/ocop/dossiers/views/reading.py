"""What can only be read: versions, evidence, and the public status of a receipt."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ocop.papers.exports import file_response
from ocop.people.access import guarded, public

from ..access import may_read_dossier, may_read_evidence
from ..exports import number_in
from ..models import Dossier, Evidence
from ..queries import dossier_seen_by, evidence_seen_by, submitted_dossier, versions_compared, way_of


@require_safe
@guarded(may_read_dossier, find=dossier_seen_by)
def versions_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    context = {"dossier": dossier, "compared": versions_compared(dossier)}
    return render(request, "dossiers/versions.html", context)


@require_safe
@guarded(may_read_evidence, find=evidence_seen_by)
def evidence_page(request: HttpRequest, evidence: Evidence) -> FileResponse:
    return file_response(evidence.paper)


@public
@require_safe
def status_page(request: HttpRequest, token: str) -> HttpResponse:
    """Where a dossier stands, for whoever holds its receipt: no names of persons, no answers, no papers."""
    number = number_in(token)
    dossier = submitted_dossier(number) if number else None
    if dossier is None:
        raise Http404
    response = render(request, "dossiers/status.html", {"dossier": dossier, "way": way_of(dossier)})
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response
