"""Remembering answers about texts that come again and again, within a bound of memory."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, update_wrapper
from typing import Generic, TypeVar

T = TypeVar("T")
ENTRIES = 16_384
# Longer texts are not kept: a hostile sender could otherwise fill the memory with them.
LONGEST = 256


class Remembered(Generic[T]):
    """A pure function of one text that keeps its latest answers: at most `ENTRIES`, of texts up to `LONGEST`."""

    def __init__(self, function: Callable[[str], T]) -> None:
        self._function = function
        self._kept = lru_cache(maxsize=ENTRIES)(function)
        update_wrapper(self, function)

    def __call__(self, text: str) -> T:
        return self._kept(text) if len(text) <= LONGEST else self._function(text)

    def forget(self) -> None:
        """Drop every answer (for measuring)."""
        self._kept.cache_clear()

    def __len__(self) -> int:
        return self._kept.cache_info().currsize
