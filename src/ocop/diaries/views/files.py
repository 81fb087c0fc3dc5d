"""The door for photos, voice notes and papers, named by their hash."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from ocop.journal.rules import Refused
from ocop.papers.exports import file_response
from ocop.papers.models import Paper
from ocop.people.access import guarded

from ..access import may_keep_diary
from ..acts import LONGEST_FILE, reached, take_piece
from ..queries import file_seen
from .syncing import person_of, refused, told

_RANGE = re.compile(r"bytes (\d{1,12})-(\d{1,12})/(\d{1,12})")

# No fault of the file: the device keeps it and tries again, as after any fault of ours.
_NOT_ITS_FAULT = {"full": 507, "busy": 503}


@require_http_methods(["GET", "HEAD", "PUT"])
@guarded(may_keep_diary)
def file(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """Tệp kèm: PUT brings it, whole or in pieces (Content-Range); HEAD tells how much has come; GET reads it."""
    if request.method == "PUT":
        return _put(request, sha256)
    paper = file_seen(person_of(request), sha256)
    if paper is not None and request.method == "HEAD":
        return HttpResponse(content_type=paper.media_type)
    if paper is not None:
        return file_response(paper, public="nho" in request.GET and bool(paper.public_sha256))
    response = HttpResponse(status=404)
    response["Upload-Offset"] = str(reached(person_of(request), sha256))
    return response


def _put(request: HttpRequest, sha256: str) -> HttpResponse:
    data = request.read(LONGEST_FILE + 1)
    start, total = 0, len(data)
    if given := request.headers.get("Content-Range"):
        found = _RANGE.fullmatch(given)
        if found is None or int(found[2]) - int(found[1]) + 1 != len(data):
            return refused("Phần gửi lên không khớp với tệp. Máy sẽ gửi lại.", 400, "range")
        start, total = int(found[1]), int(found[3])
    try:
        kept = take_piece(sha256, data, start=start, total=total, by=person_of(request))
    except Refused as refusal:
        status = max(_NOT_ITS_FAULT.get(reason.code, 422) for reason in refusal.reasons)
        return JsonResponse({"reasons": [told(r) for r in refusal.reasons]}, status=status)
    if isinstance(kept, Paper):
        return JsonResponse({"sha256": kept.sha256, "media_type": kept.media_type, "size": kept.size})
    response = JsonResponse({"reached": kept}, status=202)
    response["Upload-Offset"] = str(kept)
    return response
