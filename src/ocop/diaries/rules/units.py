"""Units of the diary, and conversion only where it is defined: mass to mass, volume to volume, a count to itself."""

from __future__ import annotations

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
