"""Two shelves that the inspector went through: one told and due again, one that waits for a word. All simulated."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from ocop.scans.acts.checks import take_check
from ocop.scans.acts.visits import tell_visit
from ocop.scans.models import Visit
from ocop.stamps.models import Batch

from .cast import Cast
from .signed import content_of_stamp
from .stages import moment

_LOT = "L2026-09S"
_SHOP, _STALL = "Cửa hàng quà biển Bãi Cháy (mô phỏng)", "Quầy đặc sản chợ Tiên Yên (mô phỏng)"


def tell_shelves(cast: Cast, today: date) -> None:
    """Five goods in a shop eight days ago, told and due tomorrow; three on a stall yesterday, told to nobody yet."""
    batch = Batch.objects.filter(lot__code=_LOT).first()
    if batch is None or Visit.objects.exists():
        return
    first = moment(today - timedelta(days=8), 9)
    stamps = [(10, "genuine"), (11, "genuine"), (12, "genuine"), (152, "lost"), (153, "lost")]
    shop = _walked(cast, 1, _SHOP, first, [(content_of_stamp(batch, n), said, "") for n, said in stamps])
    words = "Hãy cất riêng hàng mang dải tem đã báo mất và cho biết nhận từ ai (mô phỏng)."
    tell_visit(shop, by=cast.thanh_tra, words=words, follow_on=today + timedelta(days=1), at=first + timedelta(hours=5))
    stall = [
        (content_of_stamp(batch, 20), "genuine", ""),
        (content_of_stamp(batch, 21), "twin", "Hai chai cùng một mã, đặt cạnh nhau (mô phỏng)"),
        ("Trà sâm rừng Ba Chẽ, cơ sở không rõ tên (mô phỏng)", "no_stamp", "Nhãn ghi 4 sao (mô phỏng)"),
    ]
    _walked(cast, 2, _STALL, moment(today - timedelta(days=1), 15), stall)


def _walked(cast: Cast, number: int, place: str, began: datetime, goods: list[tuple[str, str, str]]) -> Visit:
    visit = UUID(int=(0x0C0B << 112) + (number << 32), version=4)
    for turn, (content, said, note) in enumerate(goods, 1):
        at = began + timedelta(minutes=2 * turn)
        told: dict[str, Any] = {
            "content": content, "said": said, "at": at.isoformat(), "place": place, "note": note,
            "visit": {"id": str(visit), "place": place, "began": began.isoformat()},
        }  # fmt: skip
        check = UUID(int=visit.int + turn, version=4)
        take_check(check, told, by=cast.thanh_tra, at=began + timedelta(hours=2))
    return Visit.objects.get(pk=visit)
