"""What goes to the ministry, what is missing in it, and what its answer allows. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ocop.journal.rules import Reason, text_unfit

from .law import BundlePart, Law

FIVE_STARS_FROM = Decimal(90)
# Parts that the office adds itself; the others come from what the portal holds.
ADDED_KINDS = {"letter": "Văn bản đề nghị của UBND tỉnh", "advisors": "Báo cáo của Tổ tư vấn",
               "tests": "Kết quả kiểm nghiệm bổ sung", "samples": "Biên bản giao mẫu", "other": "Tài liệu khác"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """One part of the bundle and whether it is there."""

    part: BundlePart
    here: bool
    note: str = ""

    @property
    def missing(self) -> bool:
        return self.part.required and not self.here


def bundle_of(law: Law, set_no: int, here: Collection[str]) -> list[Held]:
    """Every part that this set of products needs, in the law's order."""
    parts = [part for part in law.bundle if set_no not in part.except_sets]
    return [Held(part, part.kind in here) for part in parts]


def sending_unfit(
    number: str, missing: list[Held], missing_note: str, on: date, approved_on: date, today: date
) -> list[Reason]:
    """A gap may be sent with its reason, never silently."""
    reasons = text_unfit(number, field="letter_number", label="Số văn bản đề nghị", longest=120, shortest=2)
    reasons += text_unfit(missing_note, field="missing_note", label="Vì sao gửi khi còn thiếu", longest=300)
    if missing and not missing_note.strip():
        names = "; ".join(held.part.name for held in missing)
        reasons.append(
            Reason(
                f"Bộ hồ sơ còn thiếu: {names}. Hãy bổ sung, hoặc ghi vì sao gửi khi còn thiếu.",
                "missing_note",
                "missing",
            )
        )
    if not approved_on <= on <= today:
        reasons.append(Reason("Ngày gửi phải từ ngày phê duyệt kết quả đến hôm nay.", "on", "out_of_range"))
    return reasons


def answer_unfit(points: Decimal, document: str, on: date, sent_on: date | None, today: date) -> list[Reason]:
    reasons = text_unfit(document, field="document", label="Số văn bản của Bộ", longest=120, shortest=2)
    if not 0 <= points <= 100:
        reasons.append(Reason("Điểm phải từ 0 đến 100.", "points", "out_of_range"))
    if sent_on is None or not sent_on <= on <= today:
        reasons.append(Reason("Ngày văn bản của Bộ phải từ ngày gửi đến hôm nay.", "on", "out_of_range"))
    return reasons


def not_five(points: Decimal) -> Reason | None:
    if points >= FIVE_STARS_FROM:
        return None
    return Reason(
        "Dưới 90 điểm thì không phải 5 sao: hãy ghi kết quả Bộ chưa công nhận.", "points", "below", "QĐ 26/2026, Điều 3"
    )


def central_star_unfit(points: Decimal, star: int, star_by_points: int) -> Reason | None:
    """The ministry may find a condition missing, so less than the points say; never more, and never five here."""
    if 1 <= star <= min(4, star_by_points):
        return None
    return Reason(
        f"{points} điểm không thể là {star} sao khi Bộ chưa công nhận 5 sao.",
        "star",
        "out_of_range",
        "QĐ 26/2026, Điều 3",
    )


def not_adoptable(star: int | None) -> Reason | None:
    """The province gives three and four stars only."""
    if star in (3, 4):
        return None
    return Reason(
        "Tỉnh chỉ công nhận 3 hoặc 4 sao; kết quả này chỉ có thể tổ chức đánh giá lại.",
        "star",
        "not_ours",
        "QĐ 26/2026, Điều 7",
    )
