"""What a lot may say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ocop.lots.rules import MOST_STEPS, LotFacts, StepFacts, lot_unfit, suggested_code

TODAY = date(2026, 11, 21)
GOOD = LotFacts(code="L20261101A", made_on=date(2026, 11, 1), quantity=100, unit="chai", best_before=date(2028, 11, 1))


def _codes(lot: LotFacts) -> set[tuple[str, str]]:
    return {(r.field, r.code) for r in lot_unfit(lot, TODAY)}


def test_a_proper_lot_has_no_obstacle() -> None:
    assert lot_unfit(GOOD, TODAY) == []
    assert lot_unfit(replace(GOOD, best_before=None), TODAY) == []


@pytest.mark.parametrize("code", ["LÔ-1", "a b", "x" * 21, "a/b", "a\x00", "a<b", "ａ", "\u202eL1"])
def test_a_code_that_cannot_be_printed_as_a_bar_code_is_refused(code: str) -> None:
    assert _codes(replace(GOOD, code=code)) == {("code", "gs1_lot")}


def test_every_fault_is_told_at_once() -> None:
    wrong = LotFacts(
        code="", made_on=TODAY + timedelta(days=1), quantity=0, unit="", best_before=TODAY, materials="x" * 2001,
        steps=[StepFacts("", TODAY + timedelta(days=2), "w" * 201, "\x07")],
    )  # fmt: skip
    fields = {field for field, _ in _codes(wrong)}
    assert fields == {
        "code", "made_on", "best_before", "quantity", "unit", "materials", "step_1_name", "step_1_where", "step_1_note", "step_1_on",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"best_before": GOOD.made_on}, ("best_before", "before_made")),
        ({"best_before": date(2099, 1, 1)}, ("best_before", "too_far")),
        ({"made_on": date(1950, 1, 1), "best_before": None}, ("made_on", "too_old")),
        ({"quantity": 10**12}, ("quantity", "out_of_range")),
        ({"quantity": -1}, ("quantity", "out_of_range")),
        ({"unit": "u" * 31}, ("unit", "too_long")),
        ({"steps": [StepFacts("Lọc", GOOD.made_on)] * (MOST_STEPS + 1)}, ("steps", "too_many")),
    ],
)
def test_one_fault_is_named_by_its_field(changed: dict[str, object], found: tuple[str, str]) -> None:
    assert _codes(replace(GOOD, **changed)) == {found}  # type: ignore[arg-type]


def test_the_next_code_of_a_day_is_free() -> None:
    assert suggested_code(TODAY, []) == "L20261121A"
    assert suggested_code(TODAY, ["L20261121A", "L20261121C"]) == "L20261121B"
    assert suggested_code(TODAY, [f"L20261121{chr(c)}" for c in range(65, 91)]) == "L2026112127"
