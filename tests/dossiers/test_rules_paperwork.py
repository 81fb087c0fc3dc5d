"""What forms, samples, visits and replies need: read from the reference data, without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.dossiers.lifecycle import SAMPLE_STATE_NAMES, SAMPLE_STEPS, SEAL_SAMPLES
from ocop.dossiers.rules.obstacles import field_name
from ocop.dossiers.rules.paperwork import paperwork
from ocop.dossiers.rules.procedure import assistance_days_unfit, extension_unfit, not_read_back, pieces_unfit

NEEDS = paperwork("QD26-2026")
DAY = date(2026, 11, 23)
FIVE = st.dictionaries(st.integers(1, 5), st.sampled_from(sorted(SAMPLE_STATE_NAMES)))


@pytest.mark.parametrize("set_no", range(1, 27))
def test_five_samples_of_every_set_but_tourism(set_no: int) -> None:
    assert NEEDS.samples_of(set_no) == (0 if set_no == 26 else 5)


@pytest.mark.parametrize("set_no", range(1, 27))
def test_every_set_has_points_to_look_at_on_the_spot(set_no: int) -> None:
    keys = [point.key for point in NEEDS.points_of(set_no)]
    assert len(keys) == len(set(keys)) >= 3
    assert ("fire" in keys) is (set_no == 26)


def test_an_older_regime_takes_the_newest_paperwork() -> None:
    assert paperwork("QD148-2023") == NEEDS


@given(states=FIVE, pieces=st.lists(st.integers(1, 5), min_size=1, unique=True), step=st.sampled_from(SAMPLE_STEPS))
def test_pieces_move_exactly_when_each_stands_where_the_step_begins(
    states: dict[int, str], pieces: list[int], step: object
) -> None:
    reasons = pieces_unfit(pieces, 5, step, states)  # type: ignore[arg-type]
    stuck = [piece for piece in pieces if not step.leaves(states.get(piece, ""))]  # type: ignore[attr-defined]
    assert len(reasons) == len(stuck)


@given(piece=st.integers(-3, 9))
def test_a_piece_outside_the_set_is_told_by_its_number(piece: int) -> None:
    codes = {reason.code for reason in pieces_unfit([piece], 5, SEAL_SAMPLES, {})}
    assert codes == (set() if 1 <= piece <= 5 else {"piece_unknown"})


@given(days=st.integers(-60, 60), late=st.integers(-20, 20))
def test_more_time_is_later_than_now_and_than_before_and_no_longer_than_allowed(days: int, late: int) -> None:
    due = DAY + timedelta(days=late)
    start = max(due, DAY)
    wanted = start + timedelta(days=days)
    assert (extension_unfit(wanted, due, DAY, 30) == []) is (0 < days <= 30)


@given(start=st.integers(-5, 5), length=st.integers(-5, 100))
def test_help_begins_today_or_later_and_ends_within_its_longest_time(start: int, length: int) -> None:
    first = DAY + timedelta(days=start)
    fits = start >= 0 and 0 <= length <= 90
    assert (assistance_days_unfit(first, first + timedelta(days=length), DAY, 90) == []) is fits


def test_only_what_was_needed_and_not_read_stops_the_seal() -> None:
    assert [not_read_back(needed, read) is None for needed in (True, False) for read in (True, False)] == [
        True, False, True, True,
    ]  # fmt: skip


def test_fields_are_called_by_names_that_people_know() -> None:
    assert [field_name(code) for code in ("1.2", "changes", "forms")] == ["1.2", "Thay đổi", "Phần khai Mẫu 01, 02"]
