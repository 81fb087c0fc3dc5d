"""What a paper may say of itself, and when to remind of its end. No database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.papers.rules import details_unfit, has_lapsed, kind_label, kinds_on, reminder_due

DAY = date(2026, 11, 23)
STEPS = (180, 120, 30)


def unfit(**changes: object) -> set[str]:
    facts = {"kind": "food_safety", "number": "12/ATTP", "issuer": "Chi cục", "issued_on": None, "expires_on": None}
    return {reason.code for reason in details_unfit(**{**facts, **changes}, day=DAY)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, set()),
        ({"kind": "bí mật"}, {"kind_unknown"}),
        ({"issued_on": DAY}, set()),
        ({"issued_on": DAY + timedelta(days=1)}, {"issued_later"}),
        ({"issued_on": DAY, "expires_on": DAY}, set()),
        ({"issued_on": DAY, "expires_on": DAY - timedelta(days=1)}, {"expires_before_issue"}),
        ({"number": "x" * 81, "issuer": "y" * 201}, {"too_long"}),
    ],
)
def test_a_paper_is_described_by_known_kinds_and_possible_days(changes: dict[str, object], codes: set[str]) -> None:
    assert unfit(**changes) == codes


def test_the_last_day_is_still_good() -> None:
    assert not has_lapsed(DAY, DAY)
    assert has_lapsed(DAY, DAY + timedelta(days=1))
    assert not has_lapsed(None, DAY)


@pytest.mark.parametrize(
    ("left", "step"),
    [(181, None), (180, 180), (179, 180), (121, 180), (120, 120), (31, 120), (30, 30), (0, 30), (-1, None)],
)
def test_each_step_begins_on_its_day_and_none_is_told_after_the_end(left: int, step: int | None) -> None:
    assert reminder_due(DAY + timedelta(days=left), DAY, STEPS) == step


@given(st.integers(0, 180))
def test_whoever_looks_every_day_meets_each_step_once(start: int) -> None:
    met = [reminder_due(DAY + timedelta(days=start), DAY + timedelta(days=n), STEPS) for n in range(start + 1)]
    seen = list(dict.fromkeys(met))
    assert seen == [step for step in STEPS if step in met]
    assert None not in met


def test_kinds_have_words() -> None:
    assert kind_label("gmp") == "Giấy chứng nhận GMP"
    assert kind_label("from-another-century") == "from-another-century"
    assert "food_safety" in kinds_on(date(2000, 1, 1))
