"""Units of the diary, and conversion only where it is defined: mass to mass, volume to volume, a count to itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

MASS, VOLUME, COUNT = "mass", "volume", "count"


@dataclass(frozen=True, slots=True)
class Unit:
    """`factor`: how many of the base unit (kg, litre) it is; `uom`: its UN/CEFACT Rec. 20 code, empty for counts."""

    key: str
    measure: str
    factor: Decimal = Decimal(1)
    uom: str = ""


UNITS = (
    Unit("kg", MASS, Decimal(1), "KGM"),
    Unit("g", MASS, Decimal("0.001"), "GRM"),
    Unit("yến", MASS, Decimal(10)),
    Unit("tạ", MASS, Decimal(100), "DTN"),
    Unit("tấn", MASS, Decimal(1000), "TNE"),
    Unit("lít", VOLUME, Decimal(1), "LTR"),
    Unit("ml", VOLUME, Decimal("0.001"), "MLT"),
    *(Unit(word, COUNT) for word in ("chai", "lọ", "gói", "hộp", "túi", "bao", "thùng", "cái", "con", "quả", "cây", "bó", "tổ")),
)  # fmt: skip
_BY_KEY = {unit.key: unit for unit in UNITS} | {"l": UNITS[5], "lit": UNITS[5], "tan": UNITS[4], "ta": UNITS[3]}


def unit_named(text: str) -> Unit | None:
    return _BY_KEY.get(text.strip().lower())


@dataclass(frozen=True, slots=True)
class Amount:
    """So much of something; `quantity` None: nobody wrote how much."""

    quantity: Decimal | None
    unit: str = ""


_CONTENT = re.compile(r"(\d+(?:[.,]\d+)?)\s*(kg|g|ml|lít|lit|l)\b", re.IGNORECASE)


def content_of(unit: str) -> Amount | None:
    """What one piece holds, where its unit says so: «chai 500 ml» → 0.5 litres."""
    found = _CONTENT.findall(unit)
    if len(found) != 1:
        return None
    number, word = found[0]
    known = unit_named(word)
    assert known is not None
    return Amount(Decimal(number.replace(",", ".")) * known.factor, "kg" if known.measure == MASS else "lít")


def kilograms(amount: Amount, density: Decimal | None) -> Decimal | None:
    """The amount in kilograms; None where nothing defines how many."""
    if amount.quantity is None:
        return None
    unit = unit_named(amount.unit)
    if unit is None or unit.measure == COUNT:
        content = content_of(amount.unit)
        inside = kilograms(content, density) if content else None
        return inside * amount.quantity if inside is not None else None
    if unit.measure == MASS:
        return amount.quantity * unit.factor
    return amount.quantity * unit.factor * density if density else None


def pieces(amount: Amount, piece: str) -> Decimal | None:
    """The amount counted in the lot's own unit («chai 500 ml»); None where it cannot be."""
    if amount.quantity is None:
        return None
    said, own = amount.unit.strip().lower(), piece.strip().lower()
    if said in ("", own) or said == own.split(" ")[0]:
        return amount.quantity
    known, piece_unit = unit_named(said), unit_named(own)
    if known and piece_unit and known.measure == piece_unit.measure != COUNT:
        return amount.quantity * known.factor / piece_unit.factor
    return None
