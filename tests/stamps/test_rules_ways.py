"""How far a lot's stamps have come, and what is next."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ocop.stamps.lifecycle import ACTIVE, DELIVERED, ORDERED, PRINTED, STATE_NAMES, VOID
from ocop.stamps.rules.ways import grouped, next_step, way

totals = st.dictionaries(st.sampled_from(sorted(STATE_NAMES)), st.integers(0, 10**6))


def _next(found: dict[str, int], **told: bool) -> str:
    step = next_step(way(found, lot=7, batch=3, **told))
    return step.label if step else ""


def test_the_next_step_is_the_first_that_is_not_done() -> None:
    assert _next({}) == "Cấp tem"
    assert _next({ORDERED: 10}) == "In nhãn"
    assert _next({ORDERED: 10, ACTIVE: 5}) == "In nhãn"
    assert _next({PRINTED: 1, DELIVERED: 2, ACTIVE: 5}) == "Dán và kích hoạt"
    assert _next({ACTIVE: 5, VOID: 1}) == ""


def test_a_recalled_lot_has_nothing_left_to_do() -> None:
    assert _next({PRINTED: 3}, recalled=True) == ""


@given(totals)
def test_no_stamp_is_lost_between_the_groups(found: dict[str, int]) -> None:
    assert sum(grouped(found).values()) == sum(found.values())


@given(totals, st.booleans())
def test_at_most_one_step_is_now_and_only_it_leads_somewhere(found: dict[str, int], recalled: bool) -> None:
    stages = way(found, lot=7, batch=3, recalled=recalled)
    assert [stage.label for stage in stages] == ["Ghi lô", "Cấp tem", "In nhãn", "Dán và kích hoạt"]
    assert sum(stage.state == "now" for stage in stages) <= 1
    assert all(stage.state == "now" for stage in stages if stage.href)
