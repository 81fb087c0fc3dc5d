"""The funnel as a chart and as files."""

from __future__ import annotations

from ocop.design.rules import charts
from ocop.stamps.exports.tables import Table
from ocop.stamps.rules.periods import Period

from ..queries.funnel import BY_PLACE, Funnel, FunnelRow

UNKNOWN = "chưa biết"


def cells(row: FunnelRow) -> tuple[str | int, ...]:
    known = tuple(UNKNOWN if count is None else count for _, count in row.steps)
    return (row.name, *known, row.scans, row.gone)


def funnel_table(found: Funnel, period: Period, scope: str, way: str, *, simulated: bool) -> Table:
    """Exactly the cells of the page; the last row is the whole."""
    of = "Nơi làm" if way == BY_PLACE else "Sản phẩm"
    columns = (of, *(name for name, _ in found.total.steps), "Lượt quét", "Hủy, mất, trả")
    told = f"Phễu kích hoạt tem. {scope}. Tem đặt {period.words[:1].lower()}{period.words[1:]}, tính đến {period.last:%d/%m/%Y}."
    told += " «Đã bán» chưa biết: chợ của cổng chưa mở." + (" Gồm dữ liệu mô phỏng." if simulated else "")
    return Table("Phễu tem", told, columns, [*map(cells, found.rows), cells(found.total)])


def funnel_drawing(total: FunnelRow) -> str:
    """One bar for each step that is known."""
    return charts.bars([(name, count) for name, count in total.steps if count is not None], title="Phễu kích hoạt tem")


def shares(total: FunnelRow) -> list[tuple[str, int | None, float | None]]:
    """Each step with its share of what was ordered."""
    whole = total.ordered
    return [(name, n, n / whole if whole and n is not None else None) for name, n in total.steps]
