"""The ten items that the law wants told of each lot, and which of them are there. Pure.

TT 02/2024/TT-BKHCN names ten; Điều 32 NĐ 37/2026/NĐ-CP asks for the same in the product's digital passport, and for safety
warnings and certificates beside them. What may be absent by law ("nếu có") is said to be absent all the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ITEMS = ("name", "picture", "maker", "address", "steps", "time", "code", "brand", "expiry", "standard")
# What the law itself asks for only where it exists.
IF_ANY = frozenset({"brand", "expiry"})


@dataclass(frozen=True, slots=True)
class Item:
    """One of the ten; `has` says whether it is told."""

    key: str
    has: bool

    @property
    def may_be_absent(self) -> bool:
        return self.key in IF_ANY


def steps_told(told: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The steps: what the diary noted, or else what was typed when the lot was recorded."""
    return told.get("diary") or told.get("steps") or ()


def ten_items(told: Mapping[str, Any]) -> list[Item]:
    """The ten items of one lot (or of a product without lot), in the order of the circular."""
    pictures = [x for x in told.get("exhibits") or () if x["kind"] == "picture"]
    has = {
        "name": told.get("product"),
        "picture": pictures,
        "maker": told.get("producer"),
        "address": told.get("address") or told.get("place"),
        "steps": steps_told(told),
        "time": told.get("made_on"),
        "code": told.get("lot") or told.get("gtin"),
        "brand": told.get("brand"),
        "expiry": told.get("best_before"),
        "standard": told.get("standards"),
    }
    return [Item(key, bool(has[key])) for key in ITEMS]
