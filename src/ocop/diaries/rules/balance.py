"""Mass balance of a lot: no more stamps than output, no more output than input. What is unknown stays unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from .units import Amount, content_of, kilograms, pieces
from .yields import Yield

OVER, UNKNOWN = "over", "unknown"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that does not add up (`over`) or that nobody wrote (`unknown`)."""

    kind: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Stock:
    """A batch: what came into being and what was taken out of it, by any entry."""

    name: str
    made: tuple[Amount, ...] = ()
    used: tuple[Amount, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """Something was made of something: a processing or a packing."""

    name: str
    inputs: tuple[Amount, ...] = ()
    outputs: tuple[Amount, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a lot: as it was recorded, as its diary tells, and what its product yields."""

    quantity: int
    unit: str
    recalled: bool = False
    noted: bool = False
    packed: tuple[Amount, ...] = ()
    inputs: tuple[Amount, ...] = ()
    sent: tuple[Amount, ...] = ()
    stocks: tuple[Stock, ...] = ()
    changes: tuple[Change, ...] = ()
    factor: Yield | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """Inputs and outputs in kilograms where they can be told, pieces packed and sent, how many stamps, and the gaps."""

    declared: int
    unit: str
    packed: Decimal | None
    packed_kg: Decimal | None
    input_kg: Decimal | None
    possible: int | None
    sent: Decimal | None
    allowed: int
    basis: str
    gaps: tuple[Gap, ...]
    factor: Yield | None

    @property
    def over(self) -> bool:
        return any(gap.kind == OVER for gap in self.gaps)


def balance(facts: Facts) -> Balance:
    """What a lot's numbers add up to."""
    density = facts.factor.density if facts.factor else None
    packed = total(facts.packed, lambda a: pieces(a, facts.unit))
    input_kg = total(facts.inputs, lambda a: kilograms(a, density))
    possible = _possible(facts, input_kg, density)
    limits = _limits(facts, packed, possible)
    allowed, basis = min(limits, key=lambda limit: limit[0])
    packed_kg = kilograms(Amount(packed, facts.unit), density)
    sent = total(facts.sent, lambda a: pieces(a, facts.unit))
    gaps = (*_lot_gaps(facts, packed, packed_kg, input_kg, possible, sent), *_upstream_gaps(facts, density))
    return Balance(
        facts.quantity, facts.unit, packed, packed_kg, input_kg, possible, sent, allowed, basis, gaps, facts.factor
    )


def total(amounts: Iterable[Amount], told: Callable[[Amount], Decimal | None]) -> Decimal | None:
    """The sum; None when there is nothing to add, or when one of them cannot be told."""
    parts = [told(amount) for amount in amounts]
    known = [part for part in parts if part is not None]
    return sum(known, Decimal()) if parts and len(known) == len(parts) else None


def _possible(facts: Facts, input_kg: Decimal | None, density: Decimal | None) -> int | None:
    """How many pieces the inputs can give at most; None where factor, content or an input is unknown."""
    one = kilograms(Amount(Decimal(1), facts.unit), density)
    if facts.factor is None or input_kg is None or not one:
        return None
    return int((input_kg * facts.factor.most / one).to_integral_value(ROUND_FLOOR))


def _limits(facts: Facts, packed: Decimal | None, possible: int | None) -> Iterator[tuple[int, str]]:
    if facts.recalled:
        yield 0, "Lô đã thu hồi: không cấp tem nữa."
    yield facts.quantity, "theo số lượng đã ghi của lô"
    if packed is not None:
        yield int(packed), "theo số đã đóng gói trong nhật ký"
    if possible is not None and facts.factor and facts.factor.binding:
        yield possible, f"theo nguyên liệu đã ghi ({facts.factor.name}: {facts.factor.source})"


def _lot_gaps(
    facts: Facts, packed: Decimal | None, packed_kg: Decimal | None, input_kg: Decimal | None, possible: int | None,
    sent: Decimal | None,
) -> Iterator[Gap]:  # fmt: skip
    if not facts.noted:
        yield Gap(UNKNOWN, "no_diary", "Chưa có ghi chép nào về lô này trong nhật ký.")
        return
    if packed is None:
        word = "chưa quy được ra đơn vị của lô" if facts.packed else "chưa có ghi chép đóng gói có số lượng"
        yield Gap(UNKNOWN, "packed", f"Số đã đóng gói: {word} ({facts.unit}).")
    elif packed != facts.quantity:
        kind = OVER if facts.quantity > packed else UNKNOWN
        yield Gap(kind, "declared", f"Lô ghi {shown(facts.quantity)} {facts.unit}, nhật ký đóng gói {shown(packed)}.")
    if input_kg is None:
        yield Gap(UNKNOWN, "inputs", _input_gap(facts))
    elif possible is None:
        yield Gap(UNKNOWN, "factor", "Chưa có hệ số hoặc dung tích để so nguyên liệu với thành phẩm của lô này.")
    elif packed_kg is not None and facts.factor and packed_kg > input_kg * facts.factor.most:
        text = f"Nguyên liệu {shown(input_kg)} kg nhưng đóng gói tương đương {shown(packed_kg)} kg."
        yield Gap(OVER, "yield", text)
    if sent is not None and sent > (packed if packed is not None else facts.quantity):
        yield Gap(OVER, "sent", f"Đã giao {shown(sent)} {facts.unit}, nhiều hơn số đóng gói.")


def _input_gap(facts: Facts) -> str:
    if not facts.inputs:
        return "Chưa ghi nguyên liệu nào đi vào lô."
    return "Có nguyên liệu chưa ghi số lượng, hoặc ghi bằng đơn vị không đổi ra kg được."


def _upstream_gaps(facts: Facts, density: Decimal | None) -> Iterator[Gap]:
    """Batches of which more was taken than there was, and makings that gave more than they took."""
    for stock in facts.stocks:
        yield from _stock_gaps(stock, density)
    for change in facts.changes:
        taken = total(change.inputs, lambda a: kilograms(a, density))
        made = total(change.outputs, lambda a: kilograms(a, density))
        most = facts.factor.most if facts.factor else None
        if taken is not None and made is not None and most is not None and made > taken * most:
            yield Gap(OVER, "change", f"{change.name}: vào {shown(taken)} kg mà ra {shown(made)} kg.")


def _stock_gaps(stock: Stock, density: Decimal | None) -> Iterator[Gap]:
    if not stock.made:
        yield Gap(UNKNOWN, "source", f"Mẻ {stock.name}: chưa ghi từ đâu mà có.")
        return
    made, used = (_comparable(amounts, density) for amounts in (stock.made, stock.used))
    if made is None:
        yield Gap(UNKNOWN, "stock", f"Mẻ {stock.name}: chưa ghi đủ số lượng lúc làm ra.")
    elif used is not None and used > made:
        yield Gap(OVER, "stock", f"Mẻ {stock.name}: có {shown(made)} kg nhưng đã dùng {shown(used)} kg.")


def _comparable(amounts: Sequence[Amount], density: Decimal | None) -> Decimal | None:
    return total(amounts, lambda amount: kilograms(amount, density))


def shown(number: Decimal | int) -> str:
    """1.234,5 as it is written here."""
    value = Decimal(number)
    value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.quantize(Decimal("0.1"))
    return f"{value:,}".replace(",", " ").replace(".", ",").replace(" ", ".")


__all__ = ["OVER", "UNKNOWN", "Balance", "Change", "Facts", "Gap", "Stock", "balance", "content_of", "shown", "total"]
