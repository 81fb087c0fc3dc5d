"""One address of a stamp, with all that a page of it needs made ready when it was answered the slow way.

The slow way and the quick one both fill their pages here, so that they cannot differ.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from ocop.design.rules.tongues import number_in

from ..exports import words
from ..exports.moulds import Mould, Tail
from ..exports.words.outage import never_looked
from ..rules.verdicts import Scanned, Verdict

if TYPE_CHECKING:
    from .memory import Goods, Stamp, States


class Ready:
    """What stands at the address of one stamp: all but the number of its scans, which each answer brings."""

    __slots__ = ("_around", "_tail", "_values", "goods", "key", "link", "stamp", "states", "verdict")

    def __init__(self, stamp: Stamp, path: str, shown: str) -> None:
        self.stamp = stamp
        self._values = {"path": escape(path).encode(), "shown": shown.encode()}
        self._around: tuple[str, float, bytes, bytes] = ("", 0.0, b"", b"")
        self._tail: tuple[Mould, Tail] | None = None

    def bind(self, goods: Goods, states: States, verdict: Verdict, key: tuple[Any, ...], link: tuple[str, str]) -> None:
        """Remember what the stamp was told, for as long as goods and states live."""
        self.goods, self.states, self.verdict, self.key, self.link = goods, states, verdict.value, key, link

    def page(self, mould: Mould, count: int, language: str, gzip: bool) -> bytes:
        """The page; `count` is the number of scans as this reader is told it."""
        kept = self._tail
        if gzip and kept is not None and kept[0] is mould:
            return mould.gzipped_before(self._scanned(count, language), kept[1])
        values = [self._values.get(name) or self._scanned(count, language) for name in mould.gaps]
        if not gzip:
            return mould.plain(values)
        if mould.gaps[0] == "scanned" and (tail := mould.tail(values[1:])):
            self._tail = mould, tail
        return mould.gzipped(values)

    def _scanned(self, count: int, language: str) -> bytes:
        """Whether somebody scanned this stamp before."""
        stamp = self.stamp
        if count < 2 or not stamp.known:
            return _first_or_never(count > 0 and stamp.known, language)
        spoken, first_at, before, after = self._around
        if spoken != language or first_at != stamp.first_at:
            first_at = stamp.first_at
            parts = words.around_count(datetime.fromtimestamp(int(first_at), UTC), language)
            before, after = (escape(part).encode() for part in parts)
            self._around = language, first_at, before, after
        return before + _number(count, language) + after


@lru_cache(maxsize=8)
def _first_or_never(is_first: bool, language: str) -> bytes:
    if not is_first:
        return escape(never_looked(language)).encode()
    return escape(words.scanned_before(Scanned(1, datetime.fromtimestamp(0, UTC), 0, 0, None), language)).encode()


@lru_cache(maxsize=2_000)
def _number(count: int, language: str) -> bytes:
    return number_in(count, language).encode()
