"""How Vietnamese names are folded for search, written in addresses, and put in order."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

_FOLDED = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe"})
_NOT_WORD = re.compile(r"[^a-z0-9]+")

# The order of Vietnamese dictionaries: letter first, then tone. Neither server's collation knows it.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: chr(ord("A") + rank) for rank, letter in enumerate(_LETTERS)}
_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
_SHAPES = {"\u0306", "\u0302", "\u031b"}


def nfc(text: str) -> str:
    """One spelling of composed letters, single blanks, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """Lower case without accents, đ as d, everything else but letters and digits as one blank.

    The same as the database's `ocop_fold`, which is what the search columns are made with.
    """
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", bare.lower().translate(_FOLDED)).strip()


def words_of(text: str) -> list[str]:
    return fold(text).split()


def spelled_words(text: str) -> list[tuple[str, str]]:
    """(folded, as written) for each word of at least two letters that is not a number."""
    pairs = [(fold(word), word) for word in re.findall(r"\w+", nfc(text).lower())]
    return [(f, w) for f, w in pairs if 2 <= len(f) <= 40 and " " not in f and not f.isdigit() and len(w) <= 40]


def slug_of(text: str, longest: int = 80) -> str:
    """The name as it stands in an address: `ruou-mo-yen-tu`; never empty."""
    slug = fold(text).replace(" ", "-")
    if len(slug) > longest:
        slug = slug[:longest].rsplit("-", 1)[0] or slug[:longest]
    return slug or "khong-ten"


def sort_key(text: str, longest: int = 400) -> str:
    """A plain string whose byte order is the order of Vietnamese dictionaries.

    Words are compared by letters (a ă â … d đ … o ô ơ … u ư), tones decide only between equal letters.
    """
    letters: list[str] = []
    tones: list[str] = []
    for word in nfc(text).lower().split():
        for letter in word:
            rank, tone = _letter_and_tone(letter)
            letters.append(rank)
            tones.append(tone if rank else "")
        letters.append("!")
    # A blank sorts before `!`, so a name stands before the names that begin with it.
    return ("".join(letters).rstrip("!") + " " + "".join(tones))[:longest]


def _letter_and_tone(letter: str) -> tuple[str, str]:
    parts = unicodedata.normalize("NFD", letter)
    tone = next((_TONES[c] for c in parts if c in _TONES), "1")
    base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))
    if base in _RANK:
        return _RANK[base], tone
    if base.isdigit():
        return base if base.isascii() else "", tone
    plain = fold(base)
    return (_RANK.get(plain[0], plain[0]) if plain else ""), tone


class WordIndex:
    """Names by their folded words, to find those that share one without reading all."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names: dict[str, set[str]] = defaultdict(set)
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        for word in words_of(name):
            self._names[word].add(name)

    def sharing(self, name: str) -> list[str]:
        """The names that share a word with this one; words that hundreds of names hold count only when none is rarer."""
        groups = [self._names[word] for word in set(words_of(name)) if word in self._names]
        rare = [group for group in groups if len(group) <= 200]
        return sorted({other for group in rare or groups for other in group})
