"""The journal's signed heads and proofs, for anybody who watches that no past is rewritten."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from ocop.journal.queries import head_of_size, newest_head, published_heads, tree_of

from ..access import public


@public
@require_safe
def heads_page(request: HttpRequest) -> HttpResponse:
    heads = published_heads()
    context = {"heads": heads, "newest": heads[0] if heads else None, "verifier": static("journal/verify_bundle.py")}
    return render(request, "people/heads.html", context)


@public
@require_safe
def head_note(request: HttpRequest, size: int) -> HttpResponse:
    """The signed note itself, as monitors of transparency logs read it."""
    head = head_of_size(size)
    if head is None:
        raise Http404
    answer = HttpResponse(head.note, content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


@public
@require_safe
def newest_note(request: HttpRequest) -> HttpResponse:
    head = newest_head()
    if head is None:
        raise Http404
    return HttpResponse(head.note, content_type="text/plain; charset=utf-8")


@public
@require_safe
def consistency_proof(request: HttpRequest, older: int, newer: int) -> HttpResponse:
    """That the journal of `newer` lines begins with that of `older` lines: both are published heads."""
    if head_of_size(older) is None or head_of_size(newer) is None or older > newer:
        raise Http404
    return _proof({"older": older, "newer": newer}, tree_of(newer).consistency(older))


@public
@require_safe
def inclusion_proof(request: HttpRequest, number: int, size: int) -> HttpResponse:
    """That line `number` stands in the journal of `size` lines; hashes only, so it tells nothing of any line."""
    if head_of_size(size) is None or not 1 <= number <= size:
        raise Http404
    return _proof({"line": number, "size": size}, tree_of(size).inclusion(number - 1))


def _proof(facts: dict[str, int], path: Sequence[bytes]) -> JsonResponse:
    return JsonResponse({**facts, "proof": [base64.b64encode(step).decode() for step in path]})
