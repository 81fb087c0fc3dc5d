"""The dossier as paper for those who sit: the bound file, and papers brought with a reply."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from ocop.dossiers.acts import ask_binding
from ocop.dossiers.models import Reply
from ocop.papers.exports import file_response
from ocop.people.access import guarded
from ocop.people.models import Person

from ..access import may_open_item, may_open_reply
from ..models import Item
from ..queries import item_seen_by
from ..queries.replies import reply_paper_of


@require_POST
@guarded(may_open_item, find=item_seen_by)
def bound(request: HttpRequest, item: Item) -> HttpResponseBase:
    """The file at once when it is there or short; a long one is made meanwhile."""
    assert isinstance(request.user, Person)
    binding = ask_binding(item.dossier, by=request.user)
    if binding.paper is not None:
        return file_response(binding.paper)
    done = f" ({binding.done}/{binding.total} trang)" if binding.total else ""
    words = binding.fault or f"Đang đóng tập hồ sơ{done}. Bấm lại sau ít phút để tải về."
    messages.info(request, words)
    return redirect("councils:item", item.pk)


@require_safe
@guarded(may_open_reply, find=reply_paper_of)
def reply_paper(request: HttpRequest, found: tuple[Item, Reply]) -> FileResponse:
    paper = found[1].paper
    assert paper is not None
    return file_response(paper)
