"""A stamp checked by text message: what was typed on an old phone, and an answer that fits into one message."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ocop.stamps.rules import codes, scratch
from ocop.stamps.rules.signing import bare

FOLDER = Path(__file__).resolve().parents[4] / "reference" / "scans"
LONGEST_REPLY = 160
LONGEST_TEXT = 480  # three joined messages; nobody types more for one code
# The basic set of GSM 03.38 as far as we use it: one character, seven bits. Brackets and braces would count twice.
GSM = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 @$_!\"#%&'()*+,-./:;<=>?\n"
)  # fmt: skip
_ALIKE = str.maketrans(
    {"đ": "d", "Đ": "D", "·": ",", "–": "-", "—": "-", "“": '"', "”": '"', "«": '"', "»": '"', "…": "."}
)
_KEYWORD = re.compile(r"\s*(?:OCOP|TEM)(?=[\s:;,.\-]|$)[\s:;,.\-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Texting:
    """The dated data of this service."""

    simulated: bool
    number: str
    keyword: str
    hotline: str
    sender_a_day: int
    wrong_a_day: int
    all_a_day: int
    basis: str


@cache
def texting() -> Texting:
    facts = tomllib.loads(max(FOLDER.glob("texting*.toml")).read_text(encoding="utf-8"))
    gateway, limits = facts["gateway"], facts["limits"]
    return Texting(
        gateway["simulated"], gateway["number"], gateway["keyword"], gateway["hotline"], limits["sender"], limits["wrong"],
        limits["all"], facts["basis"],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Typed:
    """The code, and the scratch code where one was sent with it; neither is proved."""

    code: str
    secret: str = ""


def typed_in(text: str) -> Typed:
    """What a message asks: «OCOP 6ABC-… 4K7-M2TQ», with or without the word, the dashes, the spaces, an address."""
    words = _KEYWORD.sub("", text[:LONGEST_TEXT], count=1).strip()
    if "://" in words:
        first, _, rest = words.partition(" ")
        return Typed(bare(first), rest.strip())
    plain = codes.forgive(words)
    if len(plain) == codes.LENGTH + scratch.LENGTH:
        return Typed(plain[: codes.LENGTH], plain[codes.LENGTH :])
    return Typed(words)


def without_marks(text: str) -> str:
    """Vietnamese as old telephones show it: no diacritics, nothing outside the basic set of seven bits."""
    bare_letters = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    shown = "".join(c if c in GSM else " " for c in bare_letters.translate(_ALIKE))
    return re.sub(r" +(?=[,.])", "", re.sub(r" +", " ", shown)).strip()


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the answer; a lower `weight` is left out first, what weighs more than a hint only after names were cut."""

    text: str
    weight: int
    may_shorten: bool = False


MUST, HINT = 9, 4
_SHORTEST_NAME = 8


def joined(parts: Iterable[Part]) -> str:
    """One message of at most 160 characters: what is only a hint goes first, then names are cut, then what weighs least."""
    kept = [Part(without_marks(p.text), p.weight, p.may_shorten) for p in parts]
    kept = [p for p in kept if p.text]
    while (over := len(_line(kept)) - LONGEST_REPLY) > 0:
        least = min(kept, key=lambda p: p.weight)
        long = next((p for p in kept if p.may_shorten and len(p.text) - over >= _SHORTEST_NAME), None)
        if least.weight > HINT and long is not None:
            kept[kept.index(long)] = Part(_cut(long.text, len(long.text) - over), long.weight)
        elif least.weight >= MUST:
            return _line(kept)[:LONGEST_REPLY]
        else:
            kept.remove(least)
    return _line(kept)


def _cut(name: str, length: int) -> str:
    """At most so many characters, whole words where there is more than one."""
    short = name[: length - 1]
    if not name[length - 1 : length].isspace() and " " in short:
        short = short.rsplit(" ", 1)[0]
    return short.rstrip(" ,.-(") + "."


def _line(parts: Iterable[Part]) -> str:
    return " ".join(p.text for p in parts)
