"""The fairness report of a closed sitting: for who presides and the province's office; a mirror for each member."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ocop.people.access import guarded

from ..access import may_read_fairness, may_read_fairness_table, may_see_councils, may_see_fairness
from ..acts import draw_fairness_report
from ..exports.fairness import table_csv, workbook
from ..models import Sitting
from ..queries import sitting_seen_by
from ..queries.fairness import example_report, fairness_seen_by, mirror_of
from ..queries.fairness_page import SHOWN_FRAGILE, FairnessPage, FairnessTable, fairness_table_seen_by
from ..rules.fairness.limits import limits
from ..rules.fairness.words import mirror_sentence
from .councils import reader_of


@never_cache
@require_safe
@guarded(may_see_fairness, find=sitting_seen_by)
def fairness(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    if not may_read_fairness(reader_of(request), sitting):
        return _mirror(request, sitting)
    page = _page(request, sitting)
    context = {
        "sitting": sitting,
        "page": page,
        "shown": page.fragile_items[:SHOWN_FRAGILE] if page else [],
        "least": limits().least_items,
    }
    return render(request, "councils/fairness.html", context)


@require_safe
@guarded(may_see_councils)
def fairness_example(request: HttpRequest) -> HttpResponse:
    """A report on an invented sitting, to learn how to read one."""
    seen = example_report()
    if seen is None:
        raise Http404
    page = FairnessPage(seen)
    return render(
        request, "councils/fairness_example.html", {"page": page, "shown": page.fragile_items[:SHOWN_FRAGILE]}
    )


def _mirror(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """A member's own severity; nobody else's, and for nobody else."""
    own = mirror_of(reader_of(request), sitting)
    sentence = mirror_sentence(own, limits()) if own else ""
    return render(request, "councils/fairness_mirror.html", {"sitting": sitting, "own": own, "sentence": sentence})


@require_POST
@guarded(may_read_fairness, find=sitting_seen_by)
def draw(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    draw_fairness_report(sitting, by=reader_of(request))
    messages.success(request, "Đã lập báo cáo công bằng.")
    return redirect(f"{sitting.get_absolute_url()}cong-bang/")


@never_cache
@require_safe
@guarded(may_read_fairness_table, find=fairness_table_seen_by)
def fairness_csv(request: HttpRequest, found: FairnessTable) -> HttpResponse:
    name = f"cong-bang-{found.sitting.pk}-{found.table.key}.csv"
    return _file(table_csv(found.table), "text/csv; charset=utf-8", name)


@never_cache
@require_safe
@guarded(may_read_fairness, find=sitting_seen_by)
def fairness_xlsx(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    page = _page(request, sitting)
    if page is None:
        raise Http404
    kept = page.seen.kept
    head = [
        ("Báo cáo công bằng", sitting.name),
        ("Hội đồng", sitting.council.name),
        ("Lập lúc", f"{localtime(kept.drawn_at):%H:%M %d/%m/%Y}"),
        ("Dấu của các phiếu đã dùng (SHA-256)", kept.sheets_sha256),
        ("Lưu ý", "Để Hội đồng tự soi. Không dùng làm căn cứ kỷ luật hay tự động loại phiếu."),
    ]
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(workbook(page.tables, head), kind, f"cong-bang-{sitting.pk}.xlsx")


def _page(request: HttpRequest, sitting: Sitting) -> FairnessPage | None:
    seen = fairness_seen_by(reader_of(request), sitting)
    return FairnessPage(seen) if seen else None


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
