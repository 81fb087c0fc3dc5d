"""Facts for the gallery page: invented examples that say so, among them the awkward ones."""

from datetime import UTC, datetime
from typing import Any
from unicodedata import normalize

from . import charts, drawings, tiles

LONG_NAME = (
    "Mật ong rừng hoa hồi đỉnh núi cao loại đặc biệt thu hoạch vụ thu đông đóng chai thủy tinh nắp gỗ "
    "kèm hộp quà in tranh khắc gỗ của hợp tác xã nông nghiệp dịch vụ tổng hợp thôn bản vùng cao miền Đông "
    "(mô phỏng: một cái tên dài ba trăm chữ, để xem trang có vỡ hay không khi người ta gõ hết cỡ được phép)"
)
PRODUCTS = (
    ("Mật ong rừng (mô phỏng)", "4", 4, "valid", "4 sao · hiệu lực đến 12/03/2029"),
    ("Trà hoa vàng (mô phỏng)", "11", 3, "expired", "3 sao · hết hạn từ 01/06/2026"),
    (LONG_NAME, "8", 5, "candidate", "Đề nghị 5 sao · chờ Bộ xét"),
    ("Giỏ tre đan, chưa rõ hạng (mô phỏng)", "21", 0, "valid", ""),
)
YEARS = (
    ("2022", {"5 sao": 1, "4 sao": 12, "3 sao": 40}),
    ("2023", {"5 sao": 2, "4 sao": 25, "3 sao": 61}),
    ("2024", {"5 sao": 2, "4 sao": 19, "3 sao": 73}),
    ("2025", {"4 sao": 8, "3 sao": 22}),
)
GROUPS = (("Thực phẩm", 212), ("Đồ uống", 61), ("Thủ công mỹ nghệ", 12), ("Du lịch", 0))
STARS = ("5 sao", "4 sao", "3 sao")
PLACES = (
    ("Phường Mạo Khê", 106.589, 21.069), ("Phường Uông Bí", 106.766, 21.025), ("Phường Hạ Long", 107.116, 20.947),
    ("Phường Cẩm Phả", 107.289, 21.009), ("Xã Ba Chẽ", 107.252, 21.253), ("Xã Bình Liêu", 107.387, 21.517),
    ("Xã Tiên Yên", 107.395, 21.375), ("Xã Đầm Hà", 107.595, 21.329), ("Phường Móng Cái 1", 108.005, 21.504),
    ("Đặc khu Vân Đồn", 107.477, 21.054), ("Đặc khu Cô Tô", 107.819, 21.043), ("Phường Quảng Yên", 106.825, 20.939),
)  # fmt: skip


def _map() -> str:
    units = tuple(tiles.Tile(str(index), *place) for index, place in enumerate(PLACES))
    return tiles.tile_map(units, {str(index): index * 3.0 for index in range(10)}, title="Sản phẩm theo xã (mô phỏng)")


def _products() -> list[dict[str, Any]]:
    return [dict(zip(("name", "subject", "stars", "state", "words"), row, strict=True)) for row in PRODUCTS]


def facts() -> dict[str, Any]:
    totals = [(year, float(sum(parts.values()))) for year, parts in YEARS]
    return {
        "now": datetime(2026, 11, 21, 7, 32, tzinfo=UTC),
        "long_name": LONG_NAME,
        "nfd_name": normalize("NFD", "Chè hoa vàng, Ở Đồng Rui, ặ ễ Ỗ Ẵ (mô phỏng)"),
        "products": _products(),
        "stacked": charts.stacked(YEARS, names=STARS, title="Công nhận theo năm (mô phỏng)"),
        "bars": charts.bars(GROUPS, title="Theo nhóm (mô phỏng)"),
        "line": charts.line(totals, title="Số sản phẩm (mô phỏng)"),
        "no_line": charts.line([], title="Chưa có gì"),
        "map": _map(),
        "scale": tiles.scale_legend(27),
        "stacked_rows": [(year, *(parts.get(star, 0) for star in STARS)) for year, parts in YEARS],
        "columns": ["Năm", *STARS],
        "drawings": [name for name in drawings.all_names() if name not in drawings.WIDE],
    }  # fmt: skip
