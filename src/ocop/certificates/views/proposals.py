"""Proposals for five stars: the bundle, what was sent, the ministry's answer, the province's choice; and notices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ocop.councils.models import Result
from ocop.journal.rules import Reason, Refused
from ocop.papers.exports import file_response
from ocop.people.access import guarded
from ocop.people.models import Person

from .. import acts, lifecycle
from ..access import (
    may_answer_proposal,
    may_choose_way,
    may_read_notice,
    may_see_proposal,
    may_send_proposal,
)
from ..exports.decision import notice_pdf
from ..exports.ministry import bundle_zip
from ..forms.proposing import AdoptForm, AgainForm, FiveStarsForm, PaperForm, ReturnForm, SendForm
from ..models import Proposal
from ..queries.coaching import lifting_of
from ..queries.ministry import held_of, proposal_seen_by
from ..queries.notices import certificate_of, notice_facts, noticed_result
from ..rules.proposals import ADDED_KINDS


def _reader(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


@never_cache
@require_safe
@guarded(may_see_proposal, find=proposal_seen_by)
def page(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    return _page(request, proposal, None, ())


@require_POST
@guarded(may_send_proposal, find=proposal_seen_by)
def add(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    def run(data: dict[str, Any]) -> object:
        return acts.add_to_bundle(proposal, data["kind"], data["file"], by=_reader(request))

    return _step(request, proposal, PaperForm(request.POST, request.FILES), run, "Đã thêm vào bộ hồ sơ.")


@require_POST
@guarded(may_send_proposal, find=proposal_seen_by)
def send(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    def run(data: dict[str, Any]) -> object:
        return acts.send_proposal(proposal, by=_reader(request), **data)

    return _step(request, proposal, SendForm(request.POST), run, "Đã ghi việc gửi Bộ; chủ thể và xã được báo.")


@require_POST
@guarded(may_answer_proposal, find=proposal_seen_by)
def five(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    def run(data: dict[str, Any]) -> object:
        return acts.record_five_stars(proposal, by=_reader(request), **data)

    return _step(request, proposal, FiveStarsForm(request.POST), run, "Đã ghi: Bộ công nhận 5 sao.")


@require_POST
@guarded(may_answer_proposal, find=proposal_seen_by)
def returned(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    def run(data: dict[str, Any]) -> object:
        return acts.record_return(proposal, by=_reader(request), **data)

    return _step(request, proposal, ReturnForm(request.POST), run, "Đã ghi kết quả; lãnh đạo tỉnh chọn cách.")


@require_POST
@guarded(may_choose_way, find=proposal_seen_by)
def adopt(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    def run(data: dict[str, Any]) -> object:
        data.pop("password")
        acts.adopt_central_result(proposal, by=_reader(request), **data)
        return acts.issue_certificates(proposal.result.item.sitting.decision, by=_reader(request))

    form = AdoptForm(request.POST, request=request)
    return _step(request, proposal, form, run, "Đã công nhận theo kết quả trung ương và cấp giấy chứng nhận.")


@require_POST
@guarded(may_choose_way, find=proposal_seen_by)
def again(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    def run(data: dict[str, Any]) -> object:
        return acts.assess_again(proposal, reason=data["reason"], by=_reader(request))

    form = AgainForm(request.POST, request=request)
    return _step(request, proposal, form, run, "Đã ghi: tỉnh tổ chức đánh giá lại; chủ thể và xã được báo.")


@never_cache
@require_safe
@guarded(may_see_proposal, find=proposal_seen_by)
def bundle(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    response = HttpResponse(bundle_zip(proposal), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="de-nghi-bo-{proposal.pk}.zip"'
    return response


@require_safe
@guarded(may_see_proposal, find=proposal_seen_by, argument="proposal")
def paper(request: HttpRequest, proposal: Proposal) -> FileResponse:
    wanted = request.GET.get("so", "")
    row = proposal.papers.filter(pk=int(wanted)).first() if wanted.isascii() and wanted.isdigit() else None
    if row is None:
        raise Http404
    return file_response(row.paper)


@never_cache
@require_safe
@guarded(may_read_notice, find=noticed_result)
def notice(request: HttpRequest, result: Result) -> HttpResponse:
    response = HttpResponse(notice_pdf(notice_facts(result)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="thong-bao-{result.pk}.pdf"'
    return response


def _step(
    request: HttpRequest, proposal: Proposal, form: forms.Form, run: Callable[[dict[str, Any]], object], said: str
) -> HttpResponse:
    reasons: tuple[Reason, ...] = ()
    if form.is_valid():
        try:
            run(dict(form.cleaned_data))
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, said)
            return redirect(proposal)
    return _page(request, proposal, form, reasons)


def _page(
    request: HttpRequest, proposal: Proposal, form: forms.Form | None, reasons: tuple[Reason, ...]
) -> HttpResponse:
    held = held_of(proposal)
    context = {
        "proposal": proposal, "result": proposal.result, "held": held, "missing": [h for h in held if h.missing],
        "papers": [(ADDED_KINDS.get(row.kind, row.kind), row) for row in proposal.papers.select_related("paper")],
        "offered": _offered(request, proposal, form), "form": form, "reasons": reasons,
        "lifting": lifting_of(proposal.result) if proposal.state == lifecycle.RETURNED else [],
        "certificate": certificate_of(proposal.result),
    }  # fmt: skip
    return render(request, "certificates/proposal.html", context, status=422 if form is not None else 200)


def _offered(
    request: HttpRequest, proposal: Proposal, form: forms.Form | None
) -> list[tuple[str, str, str, forms.Form]]:
    """(address, title, button, form) of each step that this person may take now."""
    person, found = _reader(request), []

    def offer(address: str, title: str, button: str, kind: type[forms.Form], **more: Any) -> None:
        found.append((address, title, button, form if isinstance(form, kind) else kind(**more)))

    if proposal.state == lifecycle.PROPOSED and may_send_proposal(person, proposal):
        offer("them", "Thêm giấy tờ vào bộ hồ sơ", "Thêm", PaperForm)
        offer("gui", "Ghi việc gửi Bộ", "Ghi đã gửi", SendForm)
    if proposal.state == lifecycle.SENT and may_answer_proposal(person, proposal):
        offer("nam-sao", "Bộ công nhận 5 sao", "Ghi 5 sao", FiveStarsForm)
        offer("chua-dat", "Bộ chưa công nhận 5 sao", "Ghi kết quả", ReturnForm)
    if proposal.state == lifecycle.RETURNED and may_choose_way(person, proposal):
        if proposal.central_star in (3, 4):
            title = f"Cách 1: công nhận {proposal.central_star} sao theo kết quả trung ương"
            offer("cong-nhan", title, "Ký và cấp giấy", AdoptForm, request=request)
        offer("lam-lai", "Cách 2: tổ chức đánh giá lại", "Tổ chức lại", AgainForm, request=request)
    return found
