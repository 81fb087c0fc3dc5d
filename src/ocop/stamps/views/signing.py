"""Keys that sign stamps: which there are, changing the one that signs, withdrawing one that others may hold."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ocop.journal.rules import Refused, clean_text
from ocop.people.access import guarded

from .. import acts
from ..access import may_keep_epochs, may_keep_signing_key
from ..forms import OnceForm, WithdrawEpochForm
from ..models import SigningKey
from ..queries import signing_key_numbered, signing_keys
from .asking import person_of

HOME = "/tem/khoa-ky/"


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_keep_epochs)
def keys(request: HttpRequest) -> HttpResponse:
    """All keys, and changing the one that signs."""
    found = list(signing_keys())
    form = OnceForm(request.POST if request.method == "POST" else None, request=request, initial={"seen": len(found)})
    if request.method == "POST" and form.is_valid():
        try:
            key = acts.change_signing_key(by=person_of(request), seen=form.cleaned_data["seen"])
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason.message)
        else:
            messages.success(request, f"Từ giờ nhãn in ra được ký bằng {key}. Nhãn đã in vẫn dùng.")
            return redirect(HOME)
    context = {"keys": found, "form": form}
    return render(request, "stamps/signing_keys.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_keep_signing_key, find=lambda person, number: signing_key_numbered(number))
def key(request: HttpRequest, key: SigningKey) -> HttpResponse:
    """One key: what a withdrawal means, and doing it."""
    form = WithdrawEpochForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        try:
            acts.withdraw_signing_key(key, by=person_of(request), reason=clean_text(form.cleaned_data["reason"]))
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(reason.field if reason.field in form.fields else None, reason.message)
        else:
            messages.success(request, f"Đã thu hồi {key}. Máy của thanh tra biết khi tải danh sách mới.")
            return redirect(HOME)
    context = {"key": key, "form": form}
    return render(request, "stamps/signing_key.html", context, status=422 if request.method == "POST" else 200)
