"""Handing in: the last look with the password, the receipt, and withdrawing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ocop.journal.rules import Reason, Refused
from ocop.people.access import guarded
from ocop.people.queries import today

from .. import acts, lifecycle, rules
from ..access import may_fill_dossier, may_write_dossier
from ..acts.assisting import unread
from ..exports import status_path, status_qr
from ..forms import SealForm, WithdrawForm
from ..models import Dossier
from ..queries import content_now, dossier_seen_by, form_of
from .mine import beside, posted, reader_of, round_words


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_fill_dossier, find=dossier_seen_by)
def review_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Everything that will be sealed; a second press of the button leads to the same receipt."""
    if not dossier.is_editable:
        return _already(dossier)
    form = SealForm(posted(request), request=request)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            sealed = _seal(request, dossier, form.cleaned_data["seen"])
        except Refused as refused:
            reasons = refused.reasons
            if {r.code for r in reasons} & {"already_submitted", "wrong_state"}:
                return _already(dossier)
        else:
            messages.success(request, "Đã nộp hồ sơ." if dossier.state == lifecycle.DRAFT else "Đã gửi bổ sung.")
            return redirect("dossiers:receipt", sealed.pk)
    return _review(request, dossier, form, reasons)


def _seal(request: HttpRequest, dossier: Dossier, seen: str) -> Dossier:
    steps = {lifecycle.DRAFT: acts.submit, lifecycle.AMENDING: acts.amend}
    return steps.get(dossier.state, acts.complete)(dossier, by=reader_of(request), seen=seen)


def _review(request: HttpRequest, dossier: Dossier, form: SealForm, reasons: tuple[Reason, ...]) -> HttpResponse:
    laid_out = form_of(dossier)
    seen, silent = rules.content_hash(content_now(dossier)), unread(dossier, reader_of(request))
    context = {
        "dossier": dossier, "form": laid_out, "seal": form, "seen": seen, "reasons": reasons,
        "obstacles": [] if reasons else [*laid_out.obstacles, *_round_reasons(dossier), *([silent] if silent else [])],
        "silent": silent, **beside(reader_of(request), dossier),
        "wishes": laid_out.wishes, "base": f"/ho-so/{dossier.pk}/",
        "warnings": rules.warnings_before(rules.requirements(dossier.regime), dossier.eligibility),
        "commune_days": rules.requirements(dossier.regime).commune_working_days,
    }  # fmt: skip
    return render(request, "dossiers/review.html", context, status=422 if request.method == "POST" else 200)


def _round_reasons(dossier: Dossier) -> list[Reason]:
    """A first submission needs an open round; a completion goes on in the one it has."""
    if dossier.state != lifecycle.DRAFT:
        return []
    closed = round_words(dossier)
    round_ = [Reason(f"Hôm nay chưa có đợt nào nhận hồ sơ: {closed}.", "", "round_closed")] if closed else []
    return [*round_, *(reason for reason in acts.day_reasons(dossier, today()) if reason)]


def _already(dossier: Dossier) -> HttpResponse:
    return redirect("dossiers:receipt" if dossier.submitted_at else "dossiers:dossier", dossier.pk)


@require_safe
@guarded(may_fill_dossier, find=dossier_seen_by)
def receipt_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    if dossier.submitted_at is None:
        return redirect("dossiers:dossier", dossier.pk)
    context = {
        "dossier": dossier, "version": dossier.versions.last(), "qr": status_qr(dossier),
        "status_path": status_path(dossier),
    }  # fmt: skip
    return render(request, "dossiers/receipt.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_write_dossier, find=dossier_seen_by)
def withdraw_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    form = WithdrawForm(posted(request))
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            acts.withdraw(dossier, reason=form.cleaned_data["reason"], by=reader_of(request))
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Đã rút hồ sơ. Hồ sơ mới của sản phẩm này sẽ lấy lại những gì đã soạn.")
            return redirect("dossiers:mine")
    context = {"dossier": dossier, "form": form, "reasons": reasons}
    return render(request, "dossiers/withdraw.html", context, status=422 if request.method == "POST" else 200)
