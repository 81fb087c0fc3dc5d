"""The whole life of stamps: printed by the office, handed over in rolls, stuck on, lost, given back; a protected batch."""

from __future__ import annotations

from datetime import date, timedelta

from ocop.certificates.models import Certificate
from ocop.lots import acts as lots
from ocop.lots.models import Lot
from ocop.lots.rules import LotFacts, StepFacts
from ocop.stamps import acts as stamps
from ocop.stamps.models import Batch, Roll
from ocop.stamps.queries import mint
from ocop.stamps.rules.scratch import scratch_codes

from .cast import Cast
from .stages import moment

AUTUMN = date(2026, 9, 7)
_LOT, _NEXT_LOT, _SPIRIT_LOT = "L2026-09R", "L2026-10R", "L2026-09P"


def tell_rolls(cast: Cast, honey: Certificate, spirit: Certificate, today: date) -> None:
    """A lot of honey in rolls, a lot of spirit with scratch codes, and an order that waits for the office today."""
    if Batch.objects.filter(lot__code=_LOT).exists():
        return
    _rolled(cast, _lot(cast, honey, _LOT, 3_000, AUTUMN), AUTUMN)
    _protected(cast, _lot(cast, spirit, _SPIRIT_LOT, 300, AUTUMN), AUTUMN)
    latest = max(AUTUMN + timedelta(days=30), today - timedelta(days=6))
    waiting = _lot(cast, honey, _NEXT_LOT, 1_200, latest)
    stamps.draw_stamps(waiting, 1_200, by=cast.chi_ba, printing=Batch.Printing.OFFICE, at=moment(latest, 16))


def _lot(cast: Cast, certificate: Certificate, code: str, made: int, day: date) -> Lot:
    steps = (
        StepFacts("Thu hoạch", day - timedelta(days=5), "Xã Bình Liêu"),
        StepFacts("Đóng gói", day, "Xưởng của hợp tác xã"),
    )
    facts = LotFacts(
        code=code, made_on=day, quantity=made, unit="chai", best_before=day + timedelta(days=700),
        materials="Nguyên liệu trong xã Bình Liêu (mô phỏng).", steps=steps,
    )  # fmt: skip
    return lots.record_lot(
        certificate.product, facts, by=cast.chi_ba, place=certificate.product.place, at=moment(day, 9)
    )


def _rolled(cast: Cast, lot: Lot, day: date) -> None:
    """Six rolls: two used, one given back half full, one lost, one awaiting the receiver's word, one still in store."""
    ba, nam = cast.chi_ba, cast.co_nam
    batch = stamps.draw_stamps(lot, 3_000, by=ba, printing=Batch.Printing.OFFICE, at=moment(day, 10))
    rolls = stamps.print_rolls(batch, 500, by=nam, at=moment(day + timedelta(days=1)))
    first = stamps.deliver_rolls(
        rolls[:4],
        by=nam,
        receiver="Chị Ba (mô phỏng)",
        note="Giao tại xã (mô phỏng)",
        at=moment(day + timedelta(days=3)),
    )
    stamps.receive_delivery(first, by=ba, at=moment(day + timedelta(days=3), 14))
    for days, lo, hi in ((4, 0, 500), (6, 500, 1_000), (9, 1_000, 1_180)):
        stamps.activate_range(_code(batch, lo), _code(batch, hi - 1), by=ba, at=moment(day + timedelta(days=days), 15))
    _ends(cast, rolls, day)
    stamps.deliver_rolls(rolls[4:5], by=nam, receiver="Chị Ba (mô phỏng)", at=moment(day + timedelta(days=40)))


def _ends(cast: Cast, rolls: list[Roll], day: date) -> None:
    stamps.return_roll(
        rolls[2], by=cast.chi_ba, note="Hết mùa, không dùng tới (mô phỏng).", at=moment(day + timedelta(days=12))
    )
    stamps.report_roll_lost(
        rolls[3], by=cast.chi_ba, note="Rơi trên đường về kho (mô phỏng).", at=moment(day + timedelta(days=13))
    )


def _protected(cast: Cast, lot: Lot, day: date) -> None:
    """Scratch codes: printed and used in part, one revealed once, one twice."""
    batch = stamps.draw_stamps(lot, 300, by=cast.chi_ba, kind=Batch.Kind.PROTECTED, at=moment(day, 11))
    stamps.print_range(batch, 0, 200, by=cast.chi_ba, at=moment(day, 12))
    stamps.activate_range(_code(batch, 0), _code(batch, 149), by=cast.chi_ba, at=moment(day + timedelta(days=1)))
    stamps.void_range(
        _code(batch, 150), _code(batch, 159), by=cast.chi_ba, note="Lớp cào in lệch (mô phỏng)",
        at=moment(day + timedelta(days=1), 10),
    )  # fmt: skip
    key = mint().scratch_key(batch.epoch)
    secrets = list(scratch_codes(key, batch.subject, batch.epoch, batch.number, (0, 1)))
    for seq, days in ((0, 20), (1, 21), (1, 25)):
        stamps.reveal_scratch(_code(batch, seq), secrets[seq], at=moment(day + timedelta(days=days)))


def _code(batch: Batch, seq: int) -> str:
    return mint().code(batch.subject, batch.epoch, batch.number, seq)
