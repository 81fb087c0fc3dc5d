"""The ten items that the law wants told of each lot, and which of them a passport tells. Pure.

TT 02/2024/TT-BKHCN names ten; Điều 32 NĐ 37/2026/NĐ-CP asks for the same in the product's digital passport, and for safety
warnings and certificates beside them. The rule is the diary's (`diaries.rules.completeness.Public`): what the producer is told
to do next is exactly what is missing here. What may be absent by law ("nếu có") is said to be absent all the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ocop.diaries.rules.completeness import TEN as ITEMS
from ocop.diaries.rules.completeness import Public, if_any


@dataclass(frozen=True, slots=True)
class Item:
    """One of the ten; `has` says whether it is told."""

    key: str
    has: bool

    @property
    def may_be_absent(self) -> bool:
        return self.key in if_any()


def steps_told(told: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The steps: what the events tell, or else what was typed when the lot was recorded."""
    return told.get("diary") or told.get("steps") or ()


def public_of(told: Mapping[str, Any]) -> Public:
    """What the page tells; the address is already the public one."""
    return Public(
        name=told.get("product") or "", pictures=sum(x["kind"] == "picture" for x in told.get("exhibits") or ()),
        maker=told.get("producer") or "", address=told.get("address") or told.get("place") or "",
        steps=len(steps_told(told)), made_on=told.get("made_on") or "", code=told.get("lot") or told.get("gtin") or "",
        brand=told.get("brand") or "", best_before=told.get("best_before") or "", standards=told.get("standards") or "",
    )  # fmt: skip


def ten_items(told: Mapping[str, Any]) -> list[Item]:
    """The ten items of one lot (or of a product without lot), in the order of the circular."""
    has = public_of(told).told
    return [Item(key, key in has) for key in ITEMS]


__all__ = ["ITEMS", "Item", "public_of", "steps_told", "ten_items"]
