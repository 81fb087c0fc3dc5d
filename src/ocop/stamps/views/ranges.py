"""The steps of a range, each by its first and last stamp."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ocop.journal.rules import Refused, clean_text
from ocop.people.access import guarded

from .. import acts, lifecycle
from ..access import may_keep_stamps
from ..forms import RangeForm, ReasonedRangeForm
from ..models import Batch
from ..queries import newest_notes, phones_of
from ..rules.obstacles import dotted, sequence_shown
from ..rules.ranges import Span
from .asking import person_of


@dataclass(frozen=True, slots=True)
class Page:
    """One step of a range, in words."""

    title: str
    lede: str
    verb: str
    done: str
    act: Callable[..., tuple[Batch, Span]]
    reasoned: bool = True

    @property
    def offline(self) -> bool:
        """Only what cannot wait for a network is queued on the phone."""
        return not self.reasoned


_PAGES = {
    lifecycle.ACTIVATE_RANGE.name: Page(
        "Kích hoạt tem", "Quét hoặc gõ tem đầu và tem cuối vừa dán; các tem ở giữa theo cùng.", "Kích hoạt",
        "Đã kích hoạt", acts.activate_range, reasoned=False,
    ),
    lifecycle.VOID_RANGE.name: Page(
        "Hủy tem", "Tem in hỏng, rách hay thừa. Tem đã hủy không dùng lại được; lô được cấp tem khác thay.", "Hủy tem",
        "Đã hủy", acts.void_range,
    ),
    lifecycle.REPORT_LOST.name: Page(
        "Báo mất tem", "Ai quét phải tem đã báo mất sẽ được cảnh báo. Tem mất vẫn tính vào số tem của lô.", "Báo mất",
        "Đã báo mất", acts.report_lost,
    ),
    lifecycle.RETURN_RANGE.name: Page(
        "Trả lại tem", "Tem đã in mà không dùng tới, gửi lại nơi in. Muốn lô được cấp tem thay thì sau đó ghi hủy.",
        "Trả lại", "Đã ghi trả lại", acts.return_range,
    ),
}  # fmt: skip


def _range_page(request: HttpRequest, step: str) -> HttpResponse:
    page = _PAGES[step]
    kind = ReasonedRangeForm if page.reasoned else RangeForm
    form = kind(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        more = {"note": clean_text(given["note"])} if page.reasoned else {}
        try:
            batch, span = page.act(given["first"], given["last"], by=person_of(request), **more)
        except Refused as refused:
            form.take(refused.reasons)
        else:
            ends = f"{sequence_shown(span.lo)}–{sequence_shown(span.hi - 1)}"
            messages.success(request, f"{page.done} {dotted(span.size)} tem ({batch.mark}, {ends}).")
            return redirect(f"/tem/{batch.pk}/")
    context: dict[str, object] = {"page": page, "form": form}
    if page.offline:
        person = person_of(request)
        context |= {"notes": newest_notes(person, 10), "phones": phones_of(person)}
    return render(request, "stamps/range.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_keep_stamps)
def activate(request: HttpRequest) -> HttpResponse:
    return _range_page(request, lifecycle.ACTIVATE_RANGE.name)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_keep_stamps)
def void(request: HttpRequest) -> HttpResponse:
    return _range_page(request, lifecycle.VOID_RANGE.name)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_keep_stamps)
def lost(request: HttpRequest) -> HttpResponse:
    return _range_page(request, lifecycle.REPORT_LOST.name)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_keep_stamps)
def give_back(request: HttpRequest) -> HttpResponse:
    return _range_page(request, lifecycle.RETURN_RANGE.name)
