"""How long a star may be prolonged while its late re-rating is judged. Pure: the days are given."""

from __future__ import annotations

from datetime import date

from ocop.criteria.rules import certificate_extended_to, regimes
from ocop.journal.rules import Reason

# QĐ 26/2026, Điều 12; the number of days is read from the regime.
LAW = "QĐ 26/2026, Điều 12"


def longest_extension(expires_on: date | None) -> date | None:
    """The last day to which the transition prolongs a star that ends on `expires_on`; None where it does not help."""
    if expires_on is None:
        return None
    found = (certificate_extended_to(expires_on, regime) for regime in regimes().values())
    return max((day for day in found if day), default=None)


def extension_unfit(
    *, state: str, expires_on: date | None, until: date | None, pending: bool, basis: str, day: date
) -> list[Reason]:
    """Every reason why a star may not be prolonged to `until` (None: as long as the law allows)."""
    reasons = []
    longest = longest_extension(expires_on)
    if state not in ("in_force", "expired"):
        reasons.append(Reason("Chỉ kéo dài được giấy đang có hoặc vừa hết hiệu lực.", "", "no_certificate", LAW))
    if longest is None:
        message = (
            "Điều khoản chuyển tiếp chỉ dành cho giấy có khung nộp đánh giá lại đã khép trước khi luật mới có hiệu lực; "
            "giấy này không thuộc diện đó."
        )
        reasons.append(Reason(message, "", "not_in_transition", LAW))
    elif day > longest:
        reasons.append(Reason(f"Đã qua ngày cuối được kéo dài ({longest:%d/%m/%Y}).", "", "extension_over", LAW))
    if not pending:
        message = "Chỉ kéo dài trong lúc hồ sơ đánh giá lại đã nộp đang được xét; sản phẩm này chưa nộp hồ sơ đó."
        reasons.append(Reason(message, "", "no_renewal_pending", LAW))
    if until and longest and expires_on and not expires_on < until <= longest:
        message = f"Ngày kéo dài phải sau {expires_on:%d/%m/%Y} và không quá {longest:%d/%m/%Y}."
        reasons.append(Reason(message, "until", "until_out_of_range", LAW))
    if len(basis.strip()) < 5:
        reasons.append(Reason("Hãy ghi căn cứ: số và ngày văn bản kéo dài.", "basis", "basis_missing", LAW))
    return reasons
