"""The kinds of entries, in the order of a season."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: what it is called, what it usually takes and gives, and which details belong to it."""

    key: str
    label: str
    hint: str
    takes: bool = False
    gives: bool = False
    details: tuple[str, ...] = ()
    icon: str = ""


KINDS = (
    Kind("input", "Nhập nguyên liệu, vật tư", "mua hoặc nhận gì, của ai, bao nhiêu", gives=True,
         details=("supplier", "document"), icon="download"),
    Kind("care", "Trồng, chăm sóc", "làm gì, dùng phân hay thuốc gì, cách ly mấy ngày", takes=True,
         details=("work", "substance", "dose", "quarantine_days")),
    Kind("harvest", "Thu hoạch", "thu được gì, bao nhiêu", gives=True),
    Kind("processing", "Sơ chế, chế biến", "từ mẻ nào ra mẻ nào", takes=True, gives=True, details=("work",)),
    Kind("packing", "Đóng gói", "đóng mẻ nào vào lô nào", takes=True, gives=True, details=("best_before", "package")),
    Kind("lab", "Kiểm nghiệm", "mẫu nào, ở đâu, kết quả", takes=True,
         details=("laboratory", "number", "result", "tested_for")),
    Kind("storage", "Bảo quản, kho", "cất ở đâu, nhiệt độ, độ ẩm", takes=True, details=("temperature", "humidity")),
    Kind("dispatch", "Xuất, giao hàng", "giao cho ai, bao nhiêu", takes=True,
         details=("partner", "partner_gln", "document")),
    Kind("receipt", "Nhận hàng", "nhận từ ai, bao nhiêu", takes=True, details=("partner", "partner_gln", "document")),
    Kind("note", "Ghi chú", "điều cần nhớ: thời tiết, sự cố, người giúp"),
    Kind("correction", "Bỏ một ghi chép", "ghi nhầm, việc đó không có"),
)  # fmt: skip
# What each detail is called, on pages and in refusals.
DETAILS = {
    "supplier": "Mua hoặc nhận của ai", "document": "Số hóa đơn, phiếu", "work": "Việc làm", "substance": "Phân, thuốc, vật tư",
    "dose": "Liều lượng", "quarantine_days": "Thời gian cách ly (ngày)", "best_before": "Hạn dùng", "package": "Bao bì",
    "laboratory": "Phòng kiểm nghiệm", "number": "Số phiếu", "result": "Kết quả", "tested_for": "Chỉ tiêu",
    "temperature": "Nhiệt độ (°C)", "humidity": "Độ ẩm (%)", "partner": "Bên kia", "partner_gln": "GLN của bên kia",
}  # fmt: skip
RESULTS = {"pass": "Đạt", "fail": "Không đạt", "pending": "Chờ kết quả"}
_BY_KEY = {kind.key: kind for kind in KINDS}


def kind_named(key: object) -> Kind | None:
    return _BY_KEY.get(key) if isinstance(key, str) else None
