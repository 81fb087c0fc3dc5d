"""Sản lượng năm of one certificate: what stands, what is asked, and the word of commune or office."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ocop.journal.rules import Reason, Refused
from ocop.people.access import guarded
from ocop.people.models import Person

from .. import acts
from ..access import may_ask_output, may_confirm_output, may_decide_output, may_see_output
from ..exports.outputs import output_pdf
from ..forms.outputs import AskOutputForm, ConfirmOutputForm, DeclineOutputForm
from ..models import Certificate, OutputChange
from ..queries.outputs import changes_of, output_change_seen_by
from ..queries.papers import certificate_for


def _reader(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_see_output, find=certificate_for)
def page(request: HttpRequest, certificate: Certificate) -> HttpResponse:
    """What stands; a producer's POST asks for another amount."""
    form = AskOutputForm(request.POST) if request.method == "POST" else None
    if form is None or not form.is_valid():
        return _page(request, certificate, form, ())
    given = form.cleaned_data
    try:
        acts.ask_output(
            certificate, quantity=given["output_quantity"], unit=given["output_unit"], reason=given["reason"],
            by=_reader(request),
        )  # fmt: skip
    except Refused as refused:
        return _page(request, certificate, form, _beside(form, refused.reasons))
    messages.success(request, "Đã gửi đề nghị; cán bộ xã và cơ quan OCOP tỉnh được báo.")
    return redirect(request.path)


@never_cache
@require_safe
@guarded(may_see_output, find=certificate_for)
def printed(request: HttpRequest, certificate: Certificate) -> HttpResponse:
    """Phiếu sản lượng as it stands now."""
    data = output_pdf(certificate, changes_of(certificate), at=timezone.now())
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="san-luong-{certificate.number}.pdf"'
    return response


@require_POST
@guarded(may_decide_output, find=output_change_seen_by)
def confirm(request: HttpRequest, change: OutputChange) -> HttpResponse:
    return _decide(request, change, ConfirmOutputForm(request.POST, request=request), acts.confirm_output)


@require_POST
@guarded(may_decide_output, find=output_change_seen_by)
def decline(request: HttpRequest, change: OutputChange) -> HttpResponse:
    return _decide(request, change, DeclineOutputForm(request.POST), acts.decline_output)


def _decide(
    request: HttpRequest, change: OutputChange, form: forms.Form, act: Callable[..., OutputChange]
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, change.certificate, form, ())
    try:
        done = act(change, words=form.cleaned_data["words"], by=_reader(request))
    except Refused as refused:
        return _page(request, change.certificate, form, _beside(form, refused.reasons))
    messages.success(request, f"{done.state_name}; chủ thể đã nhận thư.")
    return redirect(acts.page_of(change.certificate))


def _beside(form: forms.Form, reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Put each reason beside its field; what is about no field stays for the summary."""
    for reason in reasons:
        if reason.field in form.fields:
            form.add_error(reason.field, reason.message)
    return tuple(reason for reason in reasons if reason.field not in form.fields)


def _page(
    request: HttpRequest, certificate: Certificate, form: forms.Form | None, reasons: tuple[Reason, ...]
) -> HttpResponse:
    person, changes = _reader(request), changes_of(certificate)
    waiting = next((one for one in changes if one.is_open), None)
    asks = waiting is None and may_ask_output(person, certificate)
    decides = waiting is not None and may_confirm_output(person, certificate)
    initial = {"output_quantity": certificate.output_quantity, "output_unit": certificate.output_unit}
    context = {
        "certificate": certificate, "changes": changes, "waiting": waiting, "form": form, "reasons": reasons,
        "ask": _kept(form, AskOutputForm, lambda: AskOutputForm(initial=initial)) if asks else None,
        "confirm": _kept(form, ConfirmOutputForm, lambda: ConfirmOutputForm(request=request)) if decides else None,
        "decline": _kept(form, DeclineOutputForm, lambda: DeclineOutputForm(auto_id="id_no_%s")) if decides else None,
    }  # fmt: skip
    return render(request, "certificates/output.html", context, status=422 if form is not None else 200)


def _kept(form: forms.Form | None, kind: type[forms.Form], make: Callable[[], forms.Form]) -> forms.Form:
    return form if isinstance(form, kind) else make()
