"""What must be told of each lot, as dated data; and what is there, half there, or missing."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from .yields import FOLDER

HAS, PARTIAL, MISSING, NOT_APPLICABLE = "has", "partial", "missing", "not_applicable"
WORDS = {
    HAS: "Đã có",
    PARTIAL: "Còn thiếu một phần",
    MISSING: "Còn thiếu",
    NOT_APPLICABLE: "Không có, luật không bắt buộc",
}
# The circular's own; the decree adds to them.
TEN = ("name", "picture", "maker", "address", "steps", "time", "code", "brand", "expiry", "standard")


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that the law asks to be told; `if_any`: only where it exists."""

    key: str
    title: str
    law: str
    source: str
    todo: str
    link: str
    if_any: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What there is of it: the words, where they come from, and whether something is still lacking."""

    words: str = ""
    where: str = ""
    lacking: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list: its standing, what was found and where, and what to do next."""

    asked: Asked
    status: str
    found: Found
    link: str

    @property
    def word(self) -> str:
        return WORDS[self.status]

    @property
    def done(self) -> bool:
        return self.status in (HAS, NOT_APPLICABLE)


@cache
def asked() -> tuple[Asked, ...]:
    file = tomllib.loads((FOLDER / "items.toml").read_text(encoding="utf-8"))
    sources = file["sources"]
    return tuple(Asked(**{**row, "source": sources[row["source"]]}) for row in file["items"])


def judged(found: Mapping[str, Found], names: Mapping[str, object]) -> list[Item]:
    """Every item in the order of the law; `names` fill the addresses of what to do next."""
    return [_item(one, found.get(one.key, Found()), names) for one in asked()]


def _item(one: Asked, found: Found, names: Mapping[str, object]) -> Item:
    if found.words:
        status = PARTIAL if found.lacking else HAS
    else:
        status = NOT_APPLICABLE if one.if_any else MISSING
    return Item(one, status, found, one.link.format_map(names))


def score(items: Sequence[Item]) -> tuple[int, int]:
    """How many of the circular's ten are told, or may be absent: (there, asked)."""
    ten = [item for item in items if item.asked.key in TEN]
    return sum(item.done for item in ten), len(ten)
