"""What makes a case of revocation unfit to open, confirm, verify or sign. Pure; the law's numbers come with `law`."""

from __future__ import annotations

from datetime import date

from ocop.journal.rules import Reason, text_unfit

from .law import Law

COMMUNE, MINISTRY = "commune", "ministry"


def asks_commune(law: Law, ground: str, source: str) -> bool:
    """End of production counts from the commune's confirmation; without one, the commune is asked first."""
    found = law.ground(ground)
    return found is not None and found.needs_commune and source != COMMUNE


def case_unfit(
    law: Law, *, ground: str, source: str, document: str, finding: str, concluded_on: date | None, today: date,
    issued_on: date,
) -> list[Reason]:  # fmt: skip
    """Reasons why this cannot be opened, all at once."""
    reasons = text_unfit(finding, field="finding", label="Nội dung phát hiện", longest=3000, shortest=10)
    if law.ground(ground) is None:
        reasons.append(Reason("Hãy chọn một trong sáu căn cứ thu hồi.", "ground", "unknown", law.revocation_law))
    if asks_commune(law, ground, source):
        return reasons
    reasons += text_unfit(document, field="document", label="Số văn bản kết luận", longest=120, shortest=2)
    if concluded_on is None:
        reasons.append(Reason("Hãy ghi ngày kết luận: hạn 15 ngày tính từ ngày ấy.", "concluded_on", "missing"))
    elif not issued_on <= concluded_on <= today:
        reasons.append(Reason("Ngày kết luận phải từ ngày cấp giấy đến hôm nay.", "concluded_on", "out_of_range"))
    return reasons


def days_late(due_on: date | None, day: date) -> int:
    """How many days after the last lawful day; 0 while in time."""
    return max(0, (day - due_on).days) if due_on else 0
