"""Amounts in another unit of the same kind: the commonest codes of UN/CEFACT Recommendation 20.

A sensor that reports in degrees Fahrenheit answers a question asked in Celsius. Units not listed here are compared
only with themselves.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Unit(NamedTuple):
    """`amount * factor + offset` is the amount in the base unit of its kind."""

    kind: str
    factor: float
    offset: float = 0.0


UNITS: dict[str, Unit] = {
    "KEL": Unit("temperature", 1), "CEL": Unit("temperature", 1, 273.15),
    "FAH": Unit("temperature", 5 / 9, 459.67 * 5 / 9),
    "KGM": Unit("mass", 1), "GRM": Unit("mass", 1e-3), "MGM": Unit("mass", 1e-6), "TNE": Unit("mass", 1e3),
    "LBR": Unit("mass", 0.45359237), "ONZ": Unit("mass", 0.028349523125),
    "MTR": Unit("length", 1), "KMT": Unit("length", 1e3), "DMT": Unit("length", 0.1), "CMT": Unit("length", 0.01),
    "MMT": Unit("length", 1e-3), "INH": Unit("length", 0.0254), "FOT": Unit("length", 0.3048),
    "MTK": Unit("area", 1), "HAR": Unit("area", 1e4), "KMK": Unit("area", 1e6), "CMK": Unit("area", 1e-4),
    "MTQ": Unit("volume", 1), "LTR": Unit("volume", 1e-3), "MLT": Unit("volume", 1e-6),
    "SEC": Unit("time", 1), "MIN": Unit("time", 60), "HUR": Unit("time", 3600), "DAY": Unit("time", 86400),
    "PAL": Unit("pressure", 1), "KPA": Unit("pressure", 1e3), "BAR": Unit("pressure", 1e5),
    "MBR": Unit("pressure", 100), "A97": Unit("pressure", 100),
    "JOU": Unit("energy", 1), "KJO": Unit("energy", 1e3), "WHR": Unit("energy", 3600), "KWH": Unit("energy", 3.6e6),
    "MTS": Unit("speed", 1), "KMH": Unit("speed", 1 / 3.6),
}  # fmt: skip


def same_unit(amount: Any, given: str, wanted: str) -> float | None:
    """The amount in the wanted unit, to twelve digits; None when it is no number or the units are of two kinds."""
    if type(amount) not in (int, float):
        return None
    if given == wanted:
        return float(amount)
    one, other = UNITS.get(given), UNITS.get(wanted)
    if one is None or other is None or one.kind != other.kind:
        return None
    return float(f"{(amount * one.factor + one.offset - other.offset) / other.factor:.12g}")
