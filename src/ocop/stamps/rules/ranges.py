"""The state of a batch as a few ranges [lo, hi) instead of a row for each stamp."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """Stamps lo … hi-1 of one batch, all in one state."""

    lo: int
    hi: int
    state: str

    @property
    def size(self) -> int:
        return self.hi - self.lo


def painted(spans: Iterable[Span], lo: int, hi: int, state: str) -> tuple[Span, ...]:
    """Return the spans after [lo, hi) took a new state: split at the ends, equal neighbours merged.

    The spans must be sorted and without gaps, and [lo, hi) must lie inside them.
    """
    if lo >= hi:
        raise ValueError("an empty range has no state")
    pieces: list[Span] = []
    for span in spans:
        if span.lo < min(span.hi, lo):
            pieces.append(Span(span.lo, min(span.hi, lo), span.state))
        if span.lo <= lo < span.hi:
            pieces.append(Span(lo, hi, state))
        if max(span.lo, hi) < span.hi:
            pieces.append(Span(max(span.lo, hi), span.hi, span.state))
    return _merged(pieces)


def _merged(pieces: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for piece in pieces:
        if merged and merged[-1].state == piece.state and merged[-1].hi == piece.lo:
            merged[-1] = Span(merged[-1].lo, piece.hi, piece.state)
        else:
            merged.append(piece)
    return tuple(merged)


def within(spans: Iterable[Span], lo: int, hi: int) -> tuple[Span, ...]:
    """Return what lies in [lo, hi), cut at its ends."""
    return tuple(Span(max(s.lo, lo), min(s.hi, hi), s.state) for s in spans if s.lo < hi and lo < s.hi)


def cut(lo: int, hi: int, size: int) -> tuple[tuple[int, int], ...]:
    """[lo, hi) in pieces of `size`, the last one perhaps shorter."""
    return tuple((start, min(start + size, hi)) for start in range(lo, hi, size))


def not_in(spans: Iterable[Span], lo: int, hi: int, allowed: Collection[str]) -> tuple[Span, ...]:
    """Return the parts of [lo, hi) whose state does not allow the step."""
    return tuple(span for span in within(spans, lo, hi) if span.state not in allowed)


def totals(spans: Iterable[Span]) -> dict[str, int]:
    """Count the stamps by state."""
    counts: dict[str, int] = {}
    for span in spans:
        counts[span.state] = counts.get(span.state, 0) + span.size
    return counts
