"""What a recall must know, and how complete it was found to be. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from ocop.journal.rules import Reason, text_unfit

# No law names a time for a drill; trade customers usually ask for two to four hours from lot to every receiver.
DRILL_HOURS = 4
# Business steps of CBV 2.0 that trade partners tell, in words; any other is told as it came.
STEPS = {
    "accepting": "đã nhận đủ", "arriving": "đã tới", "assembling": "đã ghép bộ", "collecting": "đã gom",
    "commissioning": "đã gắn mã", "consigning": "đã gửi bán", "creating_class_instance": "đã tạo lô",
    "cycle_counting": "đã đếm hàng", "decommissioning": "đã gỡ mã", "departing": "rời kho", "destroying": "đã tiêu hủy",
    "disassembling": "đã tách bộ", "dispensing": "đã cấp phát", "encoding": "đã ghi mã", "entering_exiting": "ra vào cửa",
    "holding": "đang giữ lại", "inspecting": "đã kiểm tra", "installing": "đã lắp đặt", "killing": "đã khóa thẻ mã",
    "loading": "đã chất lên xe", "other": "việc khác", "packing": "đã đóng gói", "picking": "đã soạn hàng",
    "receiving": "đã nhận", "removing": "đã tháo ra", "repackaging": "đã đóng gói lại", "repairing": "đã sửa",
    "replacing": "đã thay", "reserving": "đã giữ mã", "retail_selling": "đã bán lẻ", "sampling": "đã lấy mẫu",
    "sensor_reporting": "đã đo", "shipping": "đã gửi đi", "staging_outbound": "chờ xuất kho", "stock_taking": "đã kiểm kê",
    "stocking": "đã lên kệ", "storing": "đang lưu kho", "transporting": "đang vận chuyển", "unloading": "đã dỡ khỏi xe",
    "unpacking": "đã mở gói", "void_shipping": "hủy lần gửi", "returning": "đã trả lại", "transforming": "đã chế biến tiếp",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SourceFound:
    """A batch of raw material that went into the lot."""

    name: str
    book: str
    on: str
    quantity: str
    supplier: str = ""


@dataclass(frozen=True, slots=True)
class LotFound:
    """A lot that is concerned, with its stamps and scans."""

    id: int
    code: str
    product: str
    why: str
    quantity: int
    unit: str
    recalled: bool
    stamps: dict[str, int] = field(default_factory=dict)
    regions: dict[str, int] = field(default_factory=dict)
    scans: int = 0

    @property
    def drawn(self) -> int:
        return sum(self.stamps.values())


@dataclass(frozen=True, slots=True)
class DispatchFound:
    """Goods of a concerned lot that left: to whom, how many, when."""

    lot: int
    code: str
    name: str
    on: str
    quantity: float | None
    unit: str
    document: str
    entry: str
    gln: str = ""


@dataclass(frozen=True, slots=True)
class TracedFound:
    """What a trade partner told through EPCIS of a concerned lot, or of what became of it."""

    party: str
    step: str
    on: str
    place: str
    quantity: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something a recall would need and did not find; counted, never filled in."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Found:
    """Everything forward and back of one lot."""

    sources: tuple[SourceFound, ...] = ()
    lots: tuple[LotFound, ...] = ()
    dispatches: tuple[DispatchFound, ...] = ()
    traced: tuple[TracedFound, ...] = ()

    @property
    def siblings(self) -> tuple[LotFound, ...]:
        return self.lots[1:]

    @property
    def rows(self) -> list[tuple[LotFound, float, float]]:
        """Each lot with what left and what should still be there, by the diary (counted in the lot's own unit)."""
        found = []
        for lot in self.lots:
            sent = sum(d.quantity or 0 for d in self.dispatches if d.lot == lot.id and d.unit in ("", lot.unit))
            found.append((lot, sent, max(lot.quantity - sent, 0)))
        return found

    def plain(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def read(cls, plain: dict[str, Any]) -> Found:
        return cls(
            tuple(SourceFound(**s) for s in plain.get("sources", ())), tuple(LotFound(**x) for x in plain.get("lots", ())),
            tuple(DispatchFound(**d) for d in plain.get("dispatches", ())),
            tuple(TracedFound(**t) for t in plain.get("traced", ())),
        )  # fmt: skip


def gaps_in(found: Found) -> list[Gap]:
    """What is missing for calling every piece back."""
    return [gap for lot in found.lots for gap in _gaps_of_lot(found, lot)]


def _gaps_of_lot(found: Found, lot: LotFound) -> Iterator[Gap]:
    sent = [d for d in found.dispatches if d.lot == lot.id]
    if lot is found.lots[0] and not found.sources:
        yield Gap("source", f"Lô {lot.code}: nhật ký không nêu mẻ nguyên liệu nào đã vào lô.")
    if not sent and lot.stamps.get("active", 0):
        yield Gap("dispatch", f"Lô {lot.code}: có tem đang dùng nhưng không có lần xuất hàng nào trong nhật ký.")
    for one in sent:
        if not one.name:
            yield Gap("receiver", f"Lô {lot.code}: lần xuất ngày {one.on} không ghi nơi nhận.")
        if one.quantity is None:
            yield Gap("quantity", f"Lô {lot.code}: lần xuất ngày {one.on} không ghi số lượng.")
    total = sum(d.quantity or 0 for d in sent if not d.unit or d.unit == lot.unit)
    if total > lot.quantity:
        yield Gap("balance", f"Lô {lot.code}: đã ghi xuất nhiều hơn số làm ra ({total:g} trên {lot.quantity}).")
    if lot.stamps.get("active", 0) > lot.quantity:
        yield Gap("stamps", f"Lô {lot.code}: số tem đang dùng nhiều hơn số hàng.")


@dataclass(frozen=True, slots=True)
class Share:
    """One part of completeness: how many of how many."""

    name: str
    have: int
    of: int

    @property
    def part(self) -> float:
        return self.have / self.of if self.of else 1.0


def shares_of(found: Found, contacts: int, confirmed: int) -> list[Share]:
    """The parts that completeness is the mean of; each is said on the report."""
    sent = found.dispatches
    drawn = sum(lot.drawn for lot in found.lots)
    # A stamp that is drawn but neither stuck on, void, lost nor returned is somewhere nobody noted.
    unnoted = sum(lot.stamps.get(state, 0) for lot in found.lots for state in ("printed", "delivered"))
    return [
        Share("Biết nguyên liệu vào lô", int(bool(found.sources)), 1),
        Share("Lần xuất hàng có ghi nơi nhận", sum(bool(d.name) for d in sent), len(sent)),
        Share("Lần xuất hàng có ghi số lượng", sum(d.quantity is not None for d in sent), len(sent)),
        Share("Tem đã cấp biết đang ở đâu", drawn - unnoted, drawn),
        Share("Nơi nhận đã xác nhận", confirmed, contacts),
    ]


def completeness(shares: Sequence[Share]) -> float:
    return sum(share.part for share in shares) / len(shares) if shares else 0.0


def recall_unfit(reason: str, ground: str, by_office: bool) -> list[Reason]:
    """Why a recall cannot be called with these words."""
    found = list(text_unfit(reason, field="reason", label="Lý do", longest=300, shortest=5))
    least = 5 if by_office else 0
    found += text_unfit(ground, field="ground", label="Căn cứ pháp lý", longest=300, shortest=least)
    return found
