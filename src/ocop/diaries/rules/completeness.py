"""What must be told of each lot, as dated data; and what is there, half there, or missing."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
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
HIDES_ADDRESS = ("household", "unknown")  # a household's address is somebody's home
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
class Public:
    """What everyone is told of a lot, wherever it is kept: the only ground on which an item counts as told.

    The passport shows it and the producer's list judges by it, so the two can never disagree.
    """

    name: str = ""
    pictures: int = 0
    maker: str = ""
    address: str = ""
    steps: int = 0
    made_on: str = ""
    code: str = ""
    brand: str = ""
    best_before: str = ""
    standards: str = ""

    @property
    def told(self) -> frozenset[str]:
        """Which of the ten are told."""
        facts = (
            self.name, self.pictures, self.maker, self.address, self.steps, self.made_on, self.code, self.brand,
            self.best_before, self.standards,
        )  # fmt: skip
        return frozenset(key for key, fact in zip(TEN, facts, strict=True) if fact)


def public_address(kind: str, address: str, commune: str) -> str:
    """The address as everyone may read it; of a household only the commune."""
    return (address if kind not in HIDES_ADDRESS else "") or commune


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list: its standing, what was found and where, whether it is told, and what to do next."""

    asked: Asked
    status: str
    found: Found
    link: str
    told: bool = False

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


def if_any() -> frozenset[str]:
    """What the law asks for only where it exists."""
    return frozenset(one.key for one in asked() if one.if_any)


def judged(found: Mapping[str, Found], told: Collection[str], names: Mapping[str, object]) -> list[Item]:
    """Every item in the order of the law; `told` are those of the ten that everyone reads, `names` fill addresses."""
    return [_item(one, found.get(one.key, Found()), one.key in told, names) for one in asked()]


def _item(one: Asked, found: Found, told: bool, names: Mapping[str, object]) -> Item:
    if one.key not in TEN:
        told = bool(found.words)
    if told:
        status = PARTIAL if found.lacking else HAS
    elif found.words:  # somewhere in our books, but nobody is told
        status = PARTIAL
    else:
        status = NOT_APPLICABLE if one.if_any else MISSING
    return Item(one, status, found, one.link.format_map(names), told)


def score(items: Sequence[Item]) -> tuple[int, int]:
    """How many of the circular's ten are told, of those that the law asks of this lot: (told, asked)."""
    ten = [item for item in items if item.asked.key in TEN]
    return sum(item.told for item in ten), sum(item.status != NOT_APPLICABLE for item in ten)
