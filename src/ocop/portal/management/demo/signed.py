"""A signed batch of honey for markets without a network, and two stamps of it that an inspector checked."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from ocop.certificates.models import Certificate
from ocop.lots import acts as lots
from ocop.lots.rules import LotFacts, StepFacts
from ocop.scans.acts.checks import take_check
from ocop.stamps import acts as stamps
from ocop.stamps.exports.labels import head_of
from ocop.stamps.models import Batch
from ocop.stamps.queries import Signer, mint
from ocop.stamps.rules.signing import MARK

from .cast import Cast
from .stages import moment

_LOT, _DAY = "L2026-09S", date(2026, 9, 14)


def tell_signed(cast: Cast, honey: Certificate) -> None:
    """Two hundred signed stamps, 150 of them in use, ten lost; the inspector read one of each at a market."""
    if Batch.objects.filter(lot__code=_LOT).exists():
        return
    facts = LotFacts(
        code=_LOT, made_on=_DAY, quantity=200, unit="chai", best_before=_DAY + timedelta(days=700),
        materials="Nguyên liệu trong xã Bình Liêu (mô phỏng).",
        steps=(StepFacts("Đóng gói", _DAY, "Xưởng của hợp tác xã"),),
    )  # fmt: skip
    product = honey.product
    lot = lots.record_lot(product, facts, by=cast.chi_ba, place=product.place, at=moment(_DAY, 9))
    batch = stamps.draw_stamps(lot, 200, by=cast.chi_ba, kind=Batch.Kind.SIGNED, at=moment(_DAY, 10))
    stamps.activate_range(_code(batch, 0), _code(batch, 149), by=cast.chi_ba, at=moment(_DAY, 15))
    stamps.report_lost(
        _code(batch, 150), _code(batch, 159), by=cast.chi_ba, note="Rơi trên đường ra chợ (mô phỏng)",
        at=moment(_DAY + timedelta(days=2)),
    )  # fmt: skip
    for number, (sequence, said) in enumerate(((3, "genuine"), (154, "lost"))):
        _checked(cast, batch, number, sequence, said)


def _checked(cast: Cast, batch: Batch, number: int, sequence: int, said: str) -> None:
    at = moment(_DAY + timedelta(days=5), 8 + number)
    told = {
        "content": content_of_stamp(batch, sequence), "said": said, "at": at.isoformat(),
        "place": "Chợ Bình Liêu (mô phỏng)", "note": "Quầy mật ong, không có mạng (mô phỏng)",
    }  # fmt: skip
    take_check(UUID(int=0x0C0B << 112 | number, version=4), told, by=cast.thanh_tra, at=at + timedelta(hours=3))


def content_of_stamp(batch: Batch, sequence: int) -> str:
    """What a camera reads on the label of this stamp."""
    code = _code(batch, sequence)
    return head_of(batch) + code + MARK + Signer(batch.subject)(code)


def _code(batch: Batch, sequence: int) -> str:
    return mint().code(batch.subject, batch.epoch, batch.number, sequence)


def signed_examples() -> dict[str, str]:
    """What `demo.json` shows a visitor to paste."""
    batch = Batch.objects.filter(lot__code=_LOT).first()
    return {"stamp_signed_content": content_of_stamp(batch, 8)} if batch else {}
