"""Ranges say the same as a list with one entry per stamp."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.stamps.rules.ranges import Span, not_in, painted, totals, within

SIZE = 40
steps = st.lists(
    st.tuples(st.integers(0, SIZE - 1), st.integers(1, SIZE), st.sampled_from(["ordered", "active", "void", "lost"])),
    max_size=25,
)


@given(steps)
def test_ranges_agree_with_one_state_per_stamp(drawn: list[tuple[int, int, str]]) -> None:
    naive = ["ordered"] * SIZE
    spans: tuple[Span, ...] = (Span(0, SIZE, "ordered"),)
    for lo, length, state in drawn:
        hi = min(SIZE, lo + length)
        naive[lo:hi] = [state] * (hi - lo)
        spans = painted(spans, lo, hi, state)
        assert [s.state for s in spans for _ in range(s.size)] == naive
        assert (spans[0].lo, spans[-1].hi) == (0, SIZE)
        assert all(a.hi == b.lo and a.state != b.state for a, b in pairwise(spans))
        assert totals(spans) == {s: naive.count(s) for s in set(naive)}


@given(steps, st.integers(0, SIZE - 1), st.integers(1, SIZE))
def test_what_forbids_a_step_is_named_exactly(drawn: list[tuple[int, int, str]], lo: int, length: int) -> None:
    spans: tuple[Span, ...] = (Span(0, SIZE, "ordered"),)
    for a, n, state in drawn:
        spans = painted(spans, a, min(SIZE, a + n), state)
    hi = min(SIZE, lo + length)
    states = [s.state for s in spans for _ in range(s.size)]
    named = {i for s in not_in(spans, lo, hi, {"ordered"}) for i in range(s.lo, s.hi)}
    assert named == {i for i in range(lo, hi) if states[i] != "ordered"}
    assert sum(s.size for s in within(spans, lo, hi)) == hi - lo


def test_an_empty_range_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        painted((Span(0, 9, "ordered"),), 4, 4, "active")
