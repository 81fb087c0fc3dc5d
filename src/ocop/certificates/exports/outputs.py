"""Phiếu sản lượng: how much a certificate holds for a year, printed for whoever may know.

A sheet of its own: the amount is not public, and it changes while the sealed certificate does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from ocop.papers.exports import typeset

from .. import lifecycle
from ..models import Certificate, OutputChange
from .certificate import qr_svg

_TEMPLATE = Path(__file__).parents[1] / "templates" / "certificates" / "output.typ"
UNDECLARED = "Chưa khai sản lượng năm"
NOTES = (
    "Phiếu này là ghi chú của cổng, không phải phần nào của giấy chứng nhận hay của quyết định.",
    "Chưa thấy văn bản nào quy định ghi sản lượng trên giấy chứng nhận OCOP; cổng dùng số này để số tem cấp trong một "
    "năm của giấy không vượt sản lượng đã công nhận.",
    "Sản lượng không công khai: chỉ chủ thể, xã và cơ quan OCOP đọc được.",
)


def output_pdf(certificate: Certificate, changes: Sequence[OutputChange], *, at: datetime) -> bytes:
    """The sheet as of `at`; `changes` are the certificate's, the newest first."""
    return typeset(_TEMPLATE, output_facts(certificate, changes, at=at), at=at)


def output_facts(certificate: Certificate, changes: Sequence[OutputChange], *, at: datetime) -> dict[str, Any]:
    """Everything that is printed on the sheet."""
    output, draft = certificate.yearly_output, certificate.draft
    page = f"{settings.ORIGIN}{certificate.get_absolute_url()}san-luong/"
    return {
        "title": f"Phiếu sản lượng {certificate.number}", "issuer": str(draft.get("issuer", "")),
        "about": f"{draft['product']}, giấy chứng nhận {certificate.number}",
        "amount": output.words if output else UNDECLARED, "basis": _basis(certificate, changes),
        "rows": [
            ["Chủ thể", str(draft["producer"])],
            ["Hạng", f"{certificate.star} sao"],
            ["Giấy có giá trị", f"{_day(certificate.issued_on)} đến hết {_day(certificate.expires_on)}"],
        ],
        "changes": [_row(change) for change in changes], "notes": list(NOTES), "qr": qr_svg(page),
        "simulated": bool(draft.get("simulated")),
        "foot": f"In từ {page} lúc {timezone.localtime(at):%H:%M %d/%m/%Y}; số có thể đã đổi sau giờ đó.",
    }  # fmt: skip


def _basis(certificate: Certificate, changes: Sequence[OutputChange]) -> str:
    last = next((change for change in changes if change.state == lifecycle.CONFIRMED), None)
    if last is not None and last.decided_at is not None:
        return f"{last.decided_by} xác nhận ngày {_day(timezone.localdate(last.decided_at))}."
    if certificate.yearly_output is None:
        return "Cổng không chặn tem theo năm cho đến khi sản lượng được khai và xác nhận."
    return "Chủ thể khai trong hồ sơ đã nộp; Hội đồng đánh giá theo hồ sơ đó."


def _row(change: OutputChange) -> list[str]:
    said = f"{change.before.words if change.before else 'chưa khai'} → {change.output.words}"
    answer = f" Trả lời của {change.decided_by}: {change.words}" if change.words else ""
    day = timezone.localdate(change.decided_at or change.asked_at)
    return [_day(day), change.state_name, said, f"{change.reason}{answer}"]


def _day(day: Any) -> str:
    return f"{day:%d/%m/%Y}"
