"""Certificates on a growing area and on a lot: one that lapsed last month, one test report in force. All simulated."""

from __future__ import annotations

from datetime import date, timedelta

from ocop.diaries.acts.attesting import attach_certificate
from ocop.diaries.models import Attestation, GrowingArea
from ocop.dossiers.acts import put_in_vault
from ocop.dossiers.acts.vault import Details
from ocop.lots.models import Lot

from .cast import Cast
from .sheets import simulated_paper
from .stages import moment

_ISSUER = "Tổ chức chứng nhận (mô phỏng)"


def tell_attested(cast: Cast, lot: Lot, today: date) -> None:
    """The area's certificate ran out while the honey was being sold; the lot's own test is still good."""
    if Attestation.objects.filter(lot=lot).exists():
        return
    by = cast.chi_ba
    area = GrowingArea.objects.filter(producer=cast.producer, closed_at=None).order_by("id").first()
    vietgap = Details(
        "material", "MP-VG-07", _ISSUER, date(2024, 10, 1), min(today, date(2026, 11, 22)) - timedelta(days=22)
    )
    tested = Details(
        "test_report", "MP-KN-81", "Phòng thử nghiệm (mô phỏng)", lot.made_on + timedelta(days=4), date(2027, 8, 31)
    )
    at = moment(lot.made_on + timedelta(days=6))
    paper = put_in_vault(cast.producer, simulated_paper("Chứng nhận vùng nguyên liệu"), vietgap, by=by, at=at)
    if area is not None:
        attach_certificate(paper, area, by=by, at=at)
    report = put_in_vault(cast.producer, simulated_paper("Phiếu kiểm nghiệm lô mật"), tested, by=by, at=at)
    attach_certificate(report, lot, by=by, at=at)
