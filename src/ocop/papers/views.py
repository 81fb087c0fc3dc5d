"""The bringer's own papers, as downloads."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from ocop.people.access import guarded

from .access import may_open_paper
from .exports import file_response
from .models import Paper
from .queries import paper_brought_by


@guarded(may_open_paper, find=paper_brought_by)
@require_safe
def paper_page(request: HttpRequest, paper: Paper) -> FileResponse:
    return file_response(paper)
