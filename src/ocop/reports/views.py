"""`/thong-ke/`: the figures as of any day, each with its definition, its rows and its chart."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ocop.design.rules import charts
from ocop.people.access import public
from ocop.people.queries import today

from .exports import figures_document, tile_drawing
from .forms import FiguresForm
from .queries import (
    TERMS,
    Scope,
    figures_as_of,
    listed_products,
    published_figures,
    stamped_products,
    stars_by_year,
    unit_tiles,
)
from .rules import UNKNOWN, Figures, contradictions


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart and its table twin."""

    title: str
    drawing: str
    columns: list[str]
    rows: list[list[Any]]


def _named(counts: Mapping[str, int], names: Mapping[str, str]) -> list[tuple[str, int]]:
    """Rows in falling order, the unknown last, with the words a reader knows."""
    rows = sorted(counts.items(), key=lambda row: (row[0] == UNKNOWN, -row[1], row[0]))
    return [(names.get(key, key), count) for key, count in rows if count]


def _bars(title: str, head: str, counts: Mapping[str, int], names: Mapping[str, str]) -> Drawn:
    rows = _named(counts, names)
    return Drawn(title, charts.bars(rows, title=title), [head, _("Số sản phẩm")], [list(row) for row in rows])


def _by_year(day: date, scope: Scope) -> Drawn:
    years = stars_by_year(day, scope)
    names = [_("5 sao"), _("4 sao"), _("3 sao")]
    told = [(str(y.year), dict(zip(names, (y.by_stars[s] for s in "543"), strict=True))) for y in years]
    title = _("Hạng sao mới nhất, cuối mỗi năm")
    rows = [[year, *parts.values(), sum(parts.values())] for year, parts in told]
    return Drawn(title, charts.stacked(told, names=names, title=title), [_("Năm"), *names, _("Cộng")], rows)


def _kind_names() -> dict[str, str]:
    return {
        "enterprise": _("Doanh nghiệp"),
        "cooperative": _("Hợp tác xã"),
        "cooperative_group": _("Tổ hợp tác"),
        "household": _("Hộ sản xuất"),
        "farm": _("Trang trại"),
        "association": _("Hội, trung tâm"),
        UNKNOWN: _("Chưa rõ"),
    }


def _drawn(figures: Figures, scope: Scope) -> list[Drawn]:
    unknown = {UNKNOWN: _("Chưa rõ")}
    standing = {"valid": _("Còn hiệu lực"), "expired": _("Hết hạn"), "revoked": _("Bị thu hồi"), **unknown}
    states = {key: figures.certificates[key] for key in standing}
    return [
        _by_year(figures.as_of, scope),
        _bars(_("Theo nhóm sản phẩm"), _("Nhóm"), figures.by_group, unknown),
        _bars(_("Theo địa phương cũ"), _("Địa phương"), figures.by_former_place, unknown),
        _bars(_("Thời hạn của hạng sao mới nhất"), _("Tình trạng"), states, standing),
        _bars(_("Chủ thể theo loại"), _("Loại"), figures.producers_by_kind, _kind_names()),
    ]


@public
def statistics(request: HttpRequest) -> HttpResponse:
    form = FiguresForm(request.GET or None)
    day, scope = form.asked(today())
    figures = figures_as_of(day, scope)
    if request.GET.get("dang") == "csv":
        return _csv(figures)
    document = figures_document(figures, scope=scope, stamped=stamped_products(day, scope), listed=listed_products())
    tiles = unit_tiles(figures)
    context = {
        "form": form,
        "figures": figures,
        "document": document,
        "charts": _drawn(figures, scope),
        "tiles": tiles,
        "tile_drawing": tile_drawing(tiles),
        "scope": scope,
        "meanings": [(TERMS[key], meaning) for key, meaning in document["definitions"].items()],
    }
    return render(request, "reports/statistics.html", context)


@public
def published(request: HttpRequest) -> HttpResponse:
    """What the press has printed, drawn and compared: shown, never corrected."""
    figures = published_figures()
    stars = [f for f in figures if f.metric == "products_starred_total"]
    rows = [(f.as_of.strftime("%m/%Y"), f.value) for f in stars]
    title = _("Sản phẩm có hạng sao, theo báo chí")
    drawn = Drawn(
        title, charts.line(rows, title=title), [_("Ngày"), _("Số"), _("Nguồn")],
        [[f.as_of.strftime("%d/%m/%Y"), int(f.value), f.source] for f in stars],
    )  # fmt: skip
    context = {"chart": drawn, "figures": figures, "contradictions": contradictions(figures)}
    return render(request, "reports/published.html", context)


def _csv(figures: Figures) -> HttpResponse:
    """The figures as rows of (question, part, count), as seen."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="thong-ke-{figures.as_of}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(["as_of", "question", "part", "count"])
    totals = {"participating": figures.participating, "rated": figures.rated, "producers": figures.producers}
    breakdowns = {
        "by_stars": figures.by_stars, "by_group": figures.by_group, "by_place": figures.by_place,
        "by_former_place": figures.by_former_place, "producers_by_kind": figures.producers_by_kind,
        "certificates": figures.certificates,
    }  # fmt: skip
    writer.writerows([figures.as_of, name, "", count] for name, count in totals.items())
    for name, parts in breakdowns.items():
        writer.writerows([figures.as_of, name, part, count] for part, count in parts.items())
    return response
