"""Checking what stands under a scratch layer: anyone, without an account and without script."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from ocop.people.access import public

from ..acts import Said, reveal_scratch
from ..forms import ScratchForm
from ..rules import codes, scratch

_STATUS = {Said.UNREADABLE_CODE: 422, Said.UNREADABLE_SCRATCH: 422, Said.NO: 404}


@public
@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request: HttpRequest) -> HttpResponse:
    """The code and the secret; only a POST is a try, so that a shared address reveals nothing."""
    if request.method != "POST":
        code = codes.read(request.GET.get("ma", "")[:60])
        form = ScratchForm(initial={"code": code.shown if code else ""})
        return render(request, "stamps/scratch.html", {"form": form})
    form = ScratchForm(request.POST)
    context: dict[str, object] = {"form": form, "tries": scratch.TRIES}
    if not form.is_valid():
        return render(request, "stamps/scratch.html", context, status=422)
    given = form.cleaned_data
    found = reveal_scratch(given["code"], given["secret"])
    if found.said is Said.UNREADABLE_CODE:
        context["code_fault"] = codes.fault_in(given["code"])
    return render(request, "stamps/scratch.html", {**context, "found": found}, status=_STATUS.get(found.said, 200))
