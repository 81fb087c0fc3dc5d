"""What communes and the province look at: ideas and plans that came, and who is late."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ocop.people.access import guarded
from ocop.people.queries import today

from ..access import may_see_office_list
from ..queries import counted_by_commune, officer_ideas, officer_plans, overdue
from .pages import reader_of

_LIST, _LATE = "/y-tuong/xa/", "/chu-trinh/tien-do/"


def _tabs(here: str) -> list[tuple[str, str, bool]]:
    found = [(_LIST, "Đang chờ"), (f"{_LIST}?xem=xong", "Đã trả lời"), (_LATE, "Tiến độ, ai trễ")]
    return [(address, label, address == here) for address, label in found]


@require_safe
@guarded(may_see_office_list)
def list_page(request: HttpRequest) -> HttpResponse:
    person, done = reader_of(request), request.GET.get("xem") == "xong"
    context = {
        "ideas": officer_ideas(person, done=done), "plans": officer_plans(person, done=done), "done": done,
        "tabs": _tabs(f"{_LIST}?xem=xong" if done else _LIST), "day": today(),
    }  # fmt: skip
    return render(request, "cycles/office.html", context)


@require_safe
@guarded(may_see_office_list)
def late_page(request: HttpRequest) -> HttpResponse:
    person = reader_of(request)
    context = {"rows": overdue(person), "counts": counted_by_commune(person), "tabs": _tabs(_LATE), "day": today()}
    return render(request, "cycles/late.html", context)
