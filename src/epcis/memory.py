"""Remembering answers about texts that come again and again, within a bound of memory."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import TYPE_CHECKING, TypeVar

T = TypeVar("T")
ENTRIES = 16_384
# Longer texts are not kept: a hostile sender could otherwise fill the memory with them.
LONGEST = 256


class Remembered(dict[str, T]):
    """A pure function of one text that keeps its answers: at most `ENTRIES`, of texts up to `LONGEST`.

    A dictionary that is called: what is known is told without a single step of Python. When it is full it begins anew.
    """

    def __init__(self, function: Callable[[str], T]) -> None:
        super().__init__()
        self._function = function
        update_wrapper(self, function)

    if TYPE_CHECKING:

        def __call__(self, text: str) -> T: ...
    else:
        __call__ = dict.__getitem__

    def __missing__(self, text: str) -> T:
        answer = self._function(text)
        if len(text) <= LONGEST:
            if len(self) >= ENTRIES:
                self.clear()
            self[text] = answer
        return answer

    def forget(self) -> None:
        """Drop every answer (for measuring)."""
        self.clear()
