"""What buyers are told of papers attached in the diary, and of the material in their own language. All simulated."""

from __future__ import annotations

from ocop.diaries.models import Attestation
from ocop.lots.models import Lot
from ocop.scans import acts as scans
from ocop.scans.acts.attesting import show_attested
from ocop.scans.models import Translation

from .cast import Cast
from .stages import moment

_MATERIAL = {
    "Nguyên liệu trong xã Bình Liêu (mô phỏng).": (
        "Raw material from Bình Liêu commune (simulated).", "原料产自 Bình Liêu 乡（模拟）。",
    ),
    "Mật cuối vụ (mô phỏng).": ("Raw material: honey of the end of the season (simulated).", "原料：季末蜂蜜（模拟）。"),
}  # fmt: skip


def tell_buyers(cast: Cast) -> None:
    """Written once, whatever an older demonstration already holds."""
    papers = Attestation.objects.filter(
        paper__details__kind__in=("material", "test_report"), removed_at=None, shown=None
    )
    for row in papers.filter(producer=cast.producer):
        show_attested(row, by=cast.chi_ba, at=row.attached_at)
    lots = Lot.objects.filter(product__producer=cast.producer, materials__in=_MATERIAL).select_related("product")
    for lot in lots.exclude(pk__in=Translation.objects.filter(field="materials").values("lot")):
        for language, text in zip(("en", "zh-hans"), _MATERIAL[lot.materials], strict=True):
            written = scans.write_translation(
                lot.product, field="materials", language=language, text=text, by=cast.co_nam, lot=lot,
                at=moment(lot.made_on, 15),
            )  # fmt: skip
            scans.approve_translation(written, by=cast.chi_ba, at=moment(lot.made_on, 16))
