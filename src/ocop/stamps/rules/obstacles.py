"""Why stamps may not be drawn, or a range not be changed; each in a sentence that names the way out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ocop.journal.lifecycle import Step
from ocop.journal.rules import Reason

from .. import lifecycle
from . import codes
from .ranges import Span, not_in, within

HIGHEST_PRICE = 1_000_000_000
MOST_ROLLS = 500
LARGEST_ROLL = 20_000


def dotted(number: int) -> str:
    """1.234.567, as Vietnamese is written."""
    return f"{number:,}".replace(",", ".")


def sequence_shown(seq: int) -> str:
    """The second group of a code, as it stands on the label."""
    a = codes.ALPHABET
    return a[seq >> 15] + a[seq >> 10 & 31] + a[seq >> 5 & 31] + a[seq & 31]


@dataclass(frozen=True, slots=True)
class Quota:
    """How many stamps a lot may carry: its pieces, and no more than its diary accounts for where there is one."""

    pieces: int
    noted: int | None = None
    basis: str = ""

    @property
    def allowed(self) -> int:
        return self.pieces if self.noted is None else min(self.pieces, self.noted)

    @property
    def words(self) -> str:
        if self.noted is None or self.noted >= self.pieces:
            return f"Lô có {dotted(self.pieces)} đơn vị"
        return (
            f"Nhật ký sản xuất của lô mới cho {dotted(self.noted)} đơn vị (lô khai {dotted(self.pieces)}"
            f"{'; ' + self.basis if self.basis else ''}); hãy ghi đủ bước đóng gói nếu thiếu"
        )


def amount_unfit(amount: int, *, quota: Quota, in_use: int) -> Iterator[Reason]:
    """A lot gets no more stamps than certified output; voided ones may be replaced."""
    left = max(0, quota.allowed - in_use)
    if amount < 1:
        yield Reason("Số tem phải từ 1 trở lên.", "amount", "out_of_range")
    elif amount > codes.STAMPS_PER_BATCH:
        yield Reason(f"Mỗi lượt cấp tối đa {dotted(codes.STAMPS_PER_BATCH)} tem.", "amount", "out_of_range")
    elif amount > left:
        yield Reason(
            f"{quota.words}, đã cấp {dotted(in_use)} tem còn dùng, nên chỉ cấp thêm được "
            f"{dotted(left)} tem. Tem in hỏng hãy ghi hủy rồi cấp lại.",
            "amount", "over_quota",
        )  # fmt: skip


def price_unfit(price: int | None) -> Reason | None:
    if price is None or 0 < price <= HIGHEST_PRICE:
        return None
    return Reason("Giá một đơn vị là số đồng lớn hơn 0, ví dụ 250000. Chưa rõ thì để trống.", "price", "out_of_range")


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


def not_delivered(spans: Iterable[Span], lo: int, hi: int) -> list[Reason]:
    """What the office has not handed over yet cannot be on a product."""
    waiting = (lifecycle.ORDERED, lifecycle.PRINTED)
    return [
        Reason(
            f"Tem {sequence_shown(s.lo)}–{sequence_shown(s.hi - 1)} ({dotted(s.size)} tem) còn ở cơ quan in, chưa ghi giao. "
            "Hãy báo cơ quan OCOP tỉnh ghi phiếu giao.",
            "first", "not_delivered",
        )
        for s in within(spans, lo, hi)
        if s.state in waiting
    ]  # fmt: skip


def outside(lo: int, hi: int, size: int) -> Reason | None:
    if 0 <= lo < hi <= size:
        return None
    return Reason(f"Lượt cấp này có tem từ 1 đến {dotted(size)}. Hãy chọn trong khoảng đó.", "first", "out_of_range")


def roll_size_unfit(size: int) -> Reason | None:
    if 1 <= size <= LARGEST_ROLL:
        return None
    return Reason(f"Mỗi cuộn có từ 1 đến {dotted(LARGEST_ROLL)} tem.", "roll_size", "out_of_range")


def nothing_left(spans: Sequence[Span], message: str) -> Reason | None:
    return None if spans else Reason(message, "batch", "nothing_left")


def rolls_unfit(*, count: int, producers: int, gone: Sequence[str]) -> Iterator[Reason]:
    """A note of delivery takes rolls that are still with the printer, all for one producer."""
    if not count:
        yield Reason("Hãy chọn ít nhất một cuộn để giao.", "rolls", "required")
    if count > MOST_ROLLS:
        yield Reason(f"Mỗi phiếu giao tối đa {MOST_ROLLS} cuộn. Hãy lập nhiều phiếu.", "rolls", "out_of_range")
    if producers > 1:
        yield Reason("Các cuộn thuộc nhiều chủ thể. Mỗi phiếu giao cho một chủ thể.", "rolls", "two_producers")
    if gone:
        yield Reason(f"Cuộn {', '.join(gone[:5])} không còn ở nơi in. Hãy bỏ ra khỏi phiếu.", "rolls", "gone")
