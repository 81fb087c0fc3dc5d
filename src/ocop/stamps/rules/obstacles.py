"""Why stamps may not be drawn, or a range not be changed; each in a sentence that names the way out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ocop.journal.lifecycle import Step
from ocop.journal.rules import Reason

from .. import lifecycle
from . import codes
from .ranges import Span, not_in

LARGEST_SHEET = 10_000  # labels in one file; about two seconds of one core


def dotted(number: int) -> str:
    """1.234.567, as Vietnamese is written."""
    return f"{number:,}".replace(",", ".")


def sequence_shown(seq: int) -> str:
    """The second group of a code, as it stands on the label."""
    a = codes.ALPHABET
    return a[seq >> 15] + a[seq >> 10 & 31] + a[seq >> 5 & 31] + a[seq & 31]


def amount_unfit(amount: int, *, quantity: int, in_use: int) -> Iterator[Reason]:
    """A lot gets no more stamps than pieces; voided ones may be replaced."""
    left = max(0, quantity - in_use)
    if amount < 1:
        yield Reason("Số tem phải từ 1 trở lên.", "amount", "out_of_range")
    elif amount > codes.STAMPS_PER_BATCH:
        yield Reason(f"Mỗi lượt cấp tối đa {dotted(codes.STAMPS_PER_BATCH)} tem.", "amount", "out_of_range")
    elif amount > left:
        yield Reason(
            f"Lô có {dotted(quantity)} đơn vị, đã cấp {dotted(in_use)} tem còn dùng, nên chỉ cấp thêm được "
            f"{dotted(left)} tem. Tem in hỏng hãy ghi hủy rồi cấp lại.",
            "amount", "over_quota",
        )  # fmt: skip


def lot_closed(*, recalled: bool, best_before: date | None, today: date) -> Iterator[Reason]:
    if recalled:
        yield Reason("Lô này đã bị thu hồi nên không cấp tem nữa.", "lot", "recalled")
    if best_before and best_before < today:
        yield Reason(f"Lô này đã hết hạn dùng từ {best_before:%d/%m/%Y} nên không cấp tem nữa.", "lot", "expired")


def certificate_missing(has_valid: bool) -> Reason | None:
    """Only stars in force may be shown (QĐ 26/2026: the certificate holds 36 months)."""
    if has_valid:
        return None
    return Reason(
        "Hôm nay sản phẩm chưa có giấy chứng nhận OCOP chắc chắn còn hiệu lực nên chưa cấp tem được. "
        "Hãy xem hồ sơ hoặc nộp hồ sơ đánh giá lại.",
        "product", "no_valid_certificate", "QĐ 26/2026/QĐ-TTg",
    )  # fmt: skip


def code_unreadable(typed: str, field: str, label: str) -> Reason | None:
    """A code longer than any writing of it is not even looked at."""
    if not typed.strip():
        return Reason(f"{label} còn trống. Hãy quét hoặc gõ mã trên tem.", field, "required")
    obstacle = codes.obstacle_in(typed[:200])
    return Reason(f"{label}: {obstacle}", field, "unreadable") if obstacle else None


def state_forbids(spans: Iterable[Span], lo: int, hi: int, step: Step) -> list[Reason]:
    """Every part of [lo, hi) whose state does not allow the step, as the labels name it."""
    return [
        Reason(
            f"Tem {sequence_shown(s.lo)}–{sequence_shown(s.hi - 1)} ({dotted(s.size)} tem): "
            f"{lifecycle.STATE_NAMES[s.state].lower()}. Hãy chọn dải khác.",
            "first",
            f"is_{s.state}",
        )
        for s in not_in(spans, lo, hi, step.sources)
    ]
