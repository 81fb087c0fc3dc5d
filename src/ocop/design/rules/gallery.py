"""Facts for the gallery page: invented examples that say so, among them the awkward ones."""

from datetime import UTC, datetime
from typing import Any
from unicodedata import normalize

LONG_NAME = normalize(
    "NFC",
    "Mật ong rừng hoa hồi đỉnh núi Cao Xiêm loại đặc biệt thu hoạch vụ thu đông đóng chai thủy tinh nắp gỗ "
    "kèm hộp quà tết in tranh khắc gỗ của hợp tác xã nông nghiệp dịch vụ tổng hợp Đồng Tâm Lục Hồn Hoành Mô "
    "(mô phỏng, ví dụ một cái tên dài ba trăm chữ để xem trang có vỡ hay không khi người dùng gõ hết cỡ cho phép)",
)


def facts() -> dict[str, Any]:
    return {
        "now": datetime(2026, 11, 21, 7, 32, tzinfo=UTC),
        "long_name": LONG_NAME,
        "nfd_name": normalize("NFD", "Chè hoa vàng Ba Chẽ, Ở Đồng Rui, ặ ễ Ỗ (mô phỏng)"),
        "products": [
            {"name": "Mật ong rừng Bình Liêu (mô phỏng)", "subject": "4", "stars": 4, "state": "valid", "words": "4 sao · hiệu lực đến 12/03/2029"},
            {"name": "Trà hoa vàng (mô phỏng)", "subject": "11", "stars": 3, "state": "expired", "words": "3 sao · hết hạn từ 01/06/2026"},
            {"name": LONG_NAME, "subject": "8", "stars": 5, "state": "candidate", "words": "Đề nghị 5 sao · chờ Bộ xét"},
            {"name": "Chưa rõ hạng (mô phỏng)", "subject": "21", "stars": 0, "state": "valid", "words": ""},
        ],
    }  # fmt: skip
