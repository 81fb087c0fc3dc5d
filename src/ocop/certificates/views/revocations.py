"""Cases of revocation: opened, confirmed, verified, signed, published; each step by the one whose step it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ocop.journal.rules import Reason, Refused
from ocop.papers.acts import bring
from ocop.papers.exports import file_response
from ocop.people.access import guarded
from ocop.people.models import Person
from ocop.people.queries import today

from .. import acts, lifecycle
from ..access import (
    may_confirm_stopped,
    may_dismiss_revocation,
    may_revoke,
    may_see_revocation,
    may_see_revocations,
    may_sign_revocation,
    may_work_on_revocation,
)
from ..forms.revoking import ConfirmForm, DismissForm, OpenCaseForm, SignCaseForm, VerifyForm
from ..models import Certificate, Revocation
from ..queries.papers import certificate_for
from ..queries.revocations import revocation_seen_by, revocations_seen_by
from ..rules.issuing import GROUNDS
from ..rules.law import law_on
from ..rules.revoking import days_late

_GET_OR_POST = ["GET", "HEAD", "POST"]


def _reader(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


@never_cache
@require_safe
@guarded(may_see_revocations)
def index(request: HttpRequest) -> HttpResponse:
    day = today()
    rows = [
        (case, days_late(case.due_on, day) if case.is_open else 0)
        for case in revocations_seen_by(_reader(request))[:200]
    ]
    context = {"rows": rows, "grounds": GROUNDS, "law": law_on(day), "as_of": day}
    return render(request, "certificates/revocations.html", context)


@never_cache
@require_http_methods(_GET_OR_POST)
@guarded(may_revoke, find=certificate_for)
def open_case(request: HttpRequest, certificate: Certificate) -> HttpResponse:
    form = OpenCaseForm(request.POST or None, request.FILES or None)

    def run(data: dict[str, Any]) -> Revocation:
        upload, by = data.pop("file"), _reader(request)
        paper = bring(upload, by=by) if upload else None
        return acts.open_revocation(certificate, paper=paper, by=by, **data)

    done, reasons = _tried(request, form, run)
    if done is not None:
        messages.success(request, "Đã mở hồ sơ thu hồi.")
        return redirect(done)
    context = {"certificate": certificate, "form": form, "reasons": reasons, "law": law_on(today())}
    return render(request, "certificates/open_case.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@require_safe
@guarded(may_see_revocation, find=revocation_seen_by)
def page(request: HttpRequest, case: Revocation) -> HttpResponse:
    return _page(request, case, None, ())


@require_POST
@guarded(may_confirm_stopped, find=revocation_seen_by)
def confirm(request: HttpRequest, case: Revocation) -> HttpResponse:
    return _step(request, case, ConfirmForm(request.POST), acts.confirm_stopped, "Đã xác nhận; cơ quan tỉnh được báo.")


@require_POST
@guarded(may_work_on_revocation, find=revocation_seen_by)
def verify(request: HttpRequest, case: Revocation) -> HttpResponse:
    return _step(request, case, VerifyForm(request.POST), acts.verify_revocation, "Đã xác minh và trình lãnh đạo ký.")


@require_POST
@guarded(may_dismiss_revocation, find=revocation_seen_by)
def dismiss(request: HttpRequest, case: Revocation) -> HttpResponse:
    return _step(request, case, DismissForm(request.POST), acts.dismiss_revocation, "Đã đóng hồ sơ, không thu hồi.")


@require_POST
@guarded(may_sign_revocation, find=revocation_seen_by)
def sign(request: HttpRequest, case: Revocation) -> HttpResponse:
    form = SignCaseForm(request.POST, request=request)
    return _step(request, case, form, acts.sign_revocation, "Đã ký. Giấy chứng nhận không còn hiệu lực từ hôm nay.")


@require_POST
@guarded(may_work_on_revocation, find=revocation_seen_by)
def publish(request: HttpRequest, case: Revocation) -> HttpResponse:
    acts.publish_revocation(case, by=_reader(request))
    messages.success(request, "Đã công bố; chủ thể và xã đã nhận thư.")
    return redirect(case)


@require_safe
@guarded(may_see_revocation, find=revocation_seen_by)
def paper(request: HttpRequest, case: Revocation) -> FileResponse:
    if case.paper is None:
        raise Http404
    return file_response(case.paper)


def _tried(
    request: HttpRequest, form: forms.Form, run: Callable[[dict[str, Any]], Revocation]
) -> tuple[Revocation | None, tuple[Reason, ...]]:
    if request.method != "POST" or not form.is_valid():
        return None, ()
    try:
        return run(dict(form.cleaned_data)), ()
    except Refused as refused:
        return None, refused.reasons


def _step(
    request: HttpRequest, case: Revocation, form: forms.Form, act: Callable[..., Revocation], said: str
) -> HttpResponse:
    def run(data: dict[str, Any]) -> Revocation:
        data.pop("password", None)
        return act(case, by=_reader(request), **data)

    done, reasons = _tried(request, form, run)
    if done is None:
        return _page(request, case, form, reasons)
    messages.success(request, said)
    return redirect(case)


def _page(request: HttpRequest, case: Revocation, form: forms.Form | None, reasons: tuple[Reason, ...]) -> HttpResponse:
    person = _reader(request)
    asked, proposed = case.state == lifecycle.ASKED, case.state == lifecycle.PROPOSED
    offered: list[tuple[str, str, str, forms.Form]] = []
    if asked and may_confirm_stopped(person, case):
        offered.append(("xac-nhan", "Xã xác nhận ngừng sản xuất", "Xác nhận", _kept(form, ConfirmForm)))
    if proposed and may_work_on_revocation(person, case):
        offered.append(("xac-minh", "Xác minh và trình ký", "Trình lãnh đạo ký", _kept(form, VerifyForm)))
    if case.state == lifecycle.VERIFIED and may_sign_revocation(person, case):
        signing = form if isinstance(form, SignCaseForm) else SignCaseForm(request=request)
        offered.append(("ky", "Ký quyết định thu hồi", "Ký thu hồi", signing))
    if lifecycle.DISMISS_REVOCATION.leaves(case.state) and may_dismiss_revocation(person, case):
        title = "Sản phẩm vẫn được sản xuất" if asked and may_confirm_stopped(person, case) else "Không thu hồi"
        offered.append(("thoi", title, "Đóng hồ sơ", _kept(form, DismissForm)))
    context = {
        "case": case, "certificate": case.certificate, "ground": GROUNDS.get(case.ground, case.ground),
        "offered": offered, "form": form, "reasons": reasons, "law": law_on(today()),
        "late": days_late(case.due_on, today()) if case.state in (lifecycle.PROPOSED, lifecycle.VERIFIED) else 0,
        "left": (case.due_on - today()).days if case.due_on else None,
        "publishes": case.state == lifecycle.SIGNED and may_work_on_revocation(person, case),
    }  # fmt: skip
    return render(request, "certificates/revocation.html", context, status=422 if form is not None else 200)


def _kept(form: forms.Form | None, kind: type[forms.Form]) -> forms.Form:
    return form if isinstance(form, kind) else kind()
