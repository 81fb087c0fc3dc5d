"""What may follow a decision: one product on its way to the ministry, one certificate under examination; all simulated."""

from __future__ import annotations

from datetime import date, timedelta

from ocop.certificates import acts as certificates
from ocop.certificates.models import Certificate, Proposal, Revocation

from .cast import Cast
from .stages import moment

_SENT = date(2026, 8, 10)


def sent_to_ministry(cast: Cast) -> None:
    """The tea of the spring sitting: sent with its samples, without the advisors' letter; the answer is the visitor's."""
    for proposal in Proposal.objects.filter(state="proposed", result__item__dossier__product__simulated=True):
        certificates.send_proposal(
            proposal, letter_number="Văn bản mô phỏng 15/2026", on=_SENT, by=cast.co_nam, at=moment(_SENT, 9),
            samples_note="05 mẫu niêm phong, giao cùng ngày (mô phỏng)",
            missing_note="Văn bản đề nghị có chữ ký gửi theo đường công văn (mô phỏng)",
        )  # fmt: skip


def under_examination(cast: Cast, certificate: Certificate, today: date) -> None:
    """A conclusion of five days ago, so that the fifteen days are running when a visitor comes."""
    if Revocation.objects.filter(certificate=certificate).exists():
        return
    found = today - timedelta(days=5)
    certificates.open_revocation(
        certificate, ground="mark_misused", source="inspection", document="Kết luận mô phỏng 07/2026", concluded_on=found,
        finding="Kiểm tra đột xuất: in logo OCOP lên cả loại rượu chưa được công nhận (mô phỏng).", by=cast.co_nam,
        at=moment(found, 15),
    )  # fmt: skip
