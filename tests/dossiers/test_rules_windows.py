"""The days of renewals and of the transition, each at its edge. No database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.dossiers.rules import decision_due, law_changed, out_of_window, placed, renewal_window, transition_words
from ocop.dossiers.rules.windows import EARLY, LATE, OPEN, TRANSITION
from ocop.places.rules import add_months, working_day_after

NEW_LAW = date(2026, 5, 22)
DAY = timedelta(days=1)


@given(st.dates(date(2026, 9, 19), date(2040, 12, 31)))
def test_a_rerating_is_filed_from_180_to_120_days_before_expiry(expires: date) -> None:
    window = renewal_window(expires, NEW_LAW)
    assert window is not None
    first, last = expires - 180 * DAY, expires - 120 * DAY
    days = [first - DAY, first, first + DAY, last - DAY, last, last + DAY, expires, expires + DAY]
    assert [window.phase(day) for day in days] == [EARLY, OPEN, OPEN, OPEN, OPEN, LATE, LATE, LATE]
    early, late = out_of_window(window, first - DAY), out_of_window(window, last + DAY)
    assert early and late and (early.code, late.code) == ("renewal_early", "renewal_late")
    assert f"{first:%d/%m/%Y}" in early.message
    assert f"{last:%d/%m/%Y}" in late.message and "hồ sơ lần đầu" in late.message
    assert out_of_window(window, first) is None and out_of_window(window, last) is None


@given(st.dates(NEW_LAW, date(2026, 9, 18)))
def test_the_transition_takes_late_reratings_of_windows_that_closed_before_the_law(expires: date) -> None:
    window = renewal_window(expires, NEW_LAW)
    assert window is not None and window.closes < NEW_LAW
    last = expires + 180 * DAY
    assert window.extended_to == last
    assert [window.phase(day) for day in (NEW_LAW, expires, last, last + DAY)] == [
        TRANSITION,
        TRANSITION,
        TRANSITION,
        LATE,
    ]
    assert f"{last:%d/%m/%Y}" in transition_words(window, expires)
    assert transition_words(window, last + DAY) == ""
    over = out_of_window(window, last + DAY)
    assert over and "chuyển tiếp" in over.message


@pytest.mark.parametrize("expires", [date(2026, 5, 21), date(2026, 9, 19)])
def test_the_transition_helps_no_other_certificate(expires: date) -> None:
    window = renewal_window(expires, NEW_LAW)
    assert window is not None and window.extended_to is None
    assert window.phase(expires) == LATE


@pytest.mark.parametrize(
    ("given_on", "expires"),
    [
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2025, 8, 31), date(2028, 8, 31)),
        (date(2025, 2, 28), date(2028, 2, 28)),
    ],
)
def test_thirty_six_months_end_on_the_same_day_or_the_months_last(given_on: date, expires: date) -> None:
    assert add_months(given_on, 36) == expires
    window = renewal_window(expires, given_on if given_on >= NEW_LAW else NEW_LAW)
    assert window is not None
    assert (window.expires - window.opens).days == 180


@pytest.mark.parametrize(
    ("accepted", "due"),
    [
        (date(2026, 8, 31), date(2026, 10, 15)),
        (date(2027, 1, 15), date(2027, 3, 1)),
        (date(2028, 1, 15), date(2028, 2, 29)),
        (NEW_LAW, date(2026, 7, 6)),
    ],
)
def test_a_rerating_is_decided_within_45_days(accepted: date, due: date) -> None:
    assert decision_due("rerate", accepted) == due
    assert decision_due("first", accepted) is None
    assert decision_due("upgrade", accepted) is None


@pytest.mark.parametrize(
    ("kind", "filed", "regime", "finish_by"),
    [
        ("first", NEW_LAW - DAY, "QD148-2023", date(2026, 7, 21)),
        ("upgrade", NEW_LAW - DAY, "QD148-2023", date(2026, 7, 21)),
        ("rerate", NEW_LAW - DAY, "QD148-2023", date(2026, 6, 21)),
        ("first", NEW_LAW, "QD26-2026", None),
        ("rerate", NEW_LAW, "QD26-2026", None),
        ("upgrade", NEW_LAW + DAY, "QD26-2026", None),
    ],
)
def test_the_day_of_submission_decides_the_law(kind: str, filed: date, regime: str, finish_by: date | None) -> None:
    found = placed(kind, filed)
    assert found is not None
    assert (found.regime, found.finish_by) == (regime, finish_by)
    assert law_changed(kind, regime, filed) is None
    other = "QD26-2026" if regime == "QD148-2023" else "QD148-2023"
    changed = law_changed(kind, other, filed)
    assert changed is not None and changed.code == "law_changed"


def test_fifteen_working_days_pass_over_the_national_holiday_and_the_months_end() -> None:
    off = {date(2026, 9, 1), date(2026, 9, 2)}
    assert working_day_after(date(2026, 8, 21), 15, off, set()) == date(2026, 9, 15)
    assert working_day_after(date(2026, 8, 21), 15, set(), set()) == date(2026, 9, 11)


def test_an_unknown_expiry_has_no_window() -> None:
    assert renewal_window(None, NEW_LAW) is None
    assert renewal_window(date(2026, 12, 1), date(2020, 1, 1)) is None
