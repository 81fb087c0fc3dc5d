"""What may stand on a passport. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ocop.journal.rules import Reason, text_unfit

MOST_SHOWN = 12
LABELS = {
    "brand": ("Thương hiệu, nhãn hiệu", 120),
    "standards": ("Tiêu chuẩn, quy chuẩn áp dụng", 300),
    "warnings": ("Cảnh báo an toàn", 600),
    "storage": ("Bảo quản, cách dùng", 600),
}


@dataclass(frozen=True, slots=True)
class ExhibitFacts:
    """What stands on a picture or paper that is shown; texts already cleaned."""

    kind: str
    title: str
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    expires_on: date | None = None


def label_unfit(facts: dict[str, str]) -> list[Reason]:
    found: list[Reason] = []
    for field, (label, longest) in LABELS.items():
        found += text_unfit(facts.get(field, ""), field=field, label=label, longest=longest)
    return found


def exhibit_unfit(facts: ExhibitFacts, today: date, shown: int) -> Iterator[Reason]:
    yield from text_unfit(facts.title, field="title", label="Tên", longest=200, shortest=3)
    yield from text_unfit(facts.number, field="number", label="Số", longest=80)
    yield from text_unfit(facts.issuer, field="issuer", label="Nơi cấp", longest=200)
    if facts.kind == "test" and facts.issued_on is None:
        yield Reason(
            "Phiếu kiểm nghiệm cần ngày trên phiếu: người mua muốn biết kết quả của hôm nào.", "issued_on", "required"
        )
    if facts.issued_on and facts.issued_on > today:
        yield Reason("Ngày cấp ở tương lai. Hãy xem lại.", "issued_on", "future")
    if facts.issued_on and facts.expires_on and facts.expires_on < facts.issued_on:
        yield Reason("Ngày hết giá trị phải sau ngày cấp.", "expires_on", "before_issued")
    if shown >= MOST_SHOWN:
        yield Reason(f"Mỗi loại chỉ để {MOST_SHOWN} mục. Hãy cất bớt mục cũ.", "kind", "too_many")


def translation_unfit(text: str, original: str) -> Iterator[Reason]:
    yield from text_unfit(text, field="text", label="Bản dịch", longest=4000, shortest=1)
    if not original.strip():
        yield Reason("Chưa có nguyên văn để dịch.", "text", "no_original")
