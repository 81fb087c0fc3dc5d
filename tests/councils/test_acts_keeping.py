"""Choices that arrive late from a tablet: once, in order, and never over what another window wrote."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from ocop.councils.acts import close_sitting, declare_conflict, keep_cell
from ocop.councils.models import HeardDevice, Sheet
from ocop.councils.rules.keeping import Cell, Kept, clashes

from .stage import Stage, opened

ONE, TWO = "aaaaaaaa", "bbbbbbbb"


def cell(seq: int, value: str, *seen: str, code: str = "1.1", remark: str = "") -> Cell:
    return Cell(seq, code, value, remark, tuple((value, "") for value in seen))


def choices_of(sheet: Sheet) -> dict[str, object]:
    return dict(Sheet.objects.get(pk=sheet.pk).choices)


@pytest.mark.django_db
def test_a_choice_is_stored_with_its_remark_and_the_edition_moves(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    sheet = scoring.sheet(member)
    assert keep_cell(sheet.pk, cell(1, "2", "", remark="Mẫu đẹp"), device=ONE, by=member) == Kept(1, "saved")
    fresh = Sheet.objects.get(pk=sheet.pk)
    assert (fresh.choices, fresh.remarks, fresh.edition) == ({"1.1": 2}, {"1.1": "Mẫu đẹp"}, sheet.edition + 1)


@pytest.mark.django_db
def test_a_repeated_message_changes_nothing_even_when_a_later_one_was_heard(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    sheet = scoring.sheet(member)
    first, second = cell(1, "3", ""), cell(2, "1", "", "3")
    for message in (first, second, first, second, first):
        assert keep_cell(sheet.pk, message, device=ONE, by=member).state == "saved"
    assert choices_of(sheet) == {"1.1": 1}
    assert Sheet.objects.get(pk=sheet.pk).edition == sheet.edition + 2


@pytest.mark.django_db
def test_another_windows_value_is_shown_and_not_overwritten(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    sheet = scoring.sheet(member)
    keep_cell(sheet.pk, cell(1, "3", ""), device=ONE, by=member)
    clash = keep_cell(sheet.pk, cell(1, "2", ""), device=TWO, by=member)
    assert (clash.state, clash.value) == ("clash", "3")
    assert choices_of(sheet) == {"1.1": 3}
    assert not HeardDevice.objects.filter(device=TWO).exists(), "the same message may come again, decided"
    assert keep_cell(sheet.pk, cell(1, "2", "", "3"), device=TWO, by=member).state == "saved"
    assert choices_of(sheet) == {"1.1": 2}


@pytest.mark.django_db
def test_other_criteria_of_another_window_are_no_clash(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    sheet = scoring.sheet(member)
    keep_cell(sheet.pk, cell(1, "3", ""), device=ONE, by=member)
    assert keep_cell(sheet.pk, cell(1, "1", "", code="1.2"), device=TWO, by=member).state == "saved"
    assert choices_of(sheet) == {"1.1": 3, "1.2": 1}


@pytest.mark.django_db
@pytest.mark.parametrize("bad", ["", "77", "x", "a:1", "٣"])
def test_what_is_no_choice_is_refused_in_words(scoring: Stage, bad: str) -> None:
    member = scoring.people.thanh_vien_1
    sheet = scoring.sheet(member)
    kept = keep_cell(sheet.pk, cell(1, bad, ""), device=ONE, by=member)
    assert (kept.state, "1.1" in kept.message) == ("refused", True)
    assert choices_of(sheet) == {}


@pytest.mark.django_db
def test_nobody_keeps_into_anothers_sheet_nor_after_a_conflict_nor_after_hand_in(scoring: Stage) -> None:
    one, two = scoring.people.thanh_vien_1, scoring.people.thanh_vien_2
    sheet = scoring.sheet(one)
    assert keep_cell(sheet.pk, cell(1, "2", ""), device=ONE, by=two).state == "refused"
    assert keep_cell(sheet.pk, cell(1, "2", ""), device=ONE, by=scoring.people.quan_tri).state == "refused"
    declare_conflict(scoring.item, cause="Chủ thể là người thân", by=one)
    kept = keep_cell(sheet.pk, cell(1, "2", ""), device=ONE, by=one)
    assert "xung đột lợi ích" in kept.message
    assert choices_of(sheet) == {}
    sealed = scoring.score(two)
    kept = keep_cell(sealed.pk, cell(1, "2", ""), device=ONE, by=two)
    assert "đã nộp" in kept.message


@pytest.mark.django_db
def test_a_closed_sitting_keeps_nothing_and_says_so(scoring: Stage) -> None:
    members = [scoring.people.ba_sau, *scoring.people.members[1:]]
    left = scoring.sheet(scoring.people.thanh_vien_1)
    for member in members:
        scoring.score(member)
    scoring.open_all()
    close_sitting(scoring.sitting, by=scoring.people.ba_sau)
    kept = keep_cell(left.pk, cell(1, "2", ""), device=ONE, by=scoring.people.thanh_vien_1)
    assert (kept.state, kept.message != "") == ("refused", True)


@pytest.mark.django_db
def test_keeping_costs_two_statements_and_a_transaction(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    sheet = scoring.sheet(member)
    with CaptureQueriesContext(connection) as asked:
        keep_cell(sheet.pk, cell(1, "2", ""), device=ONE, by=member)
    real = [q["sql"] for q in asked if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    assert len(real) == 2, real


@pytest.mark.django_db(transaction=True)
def test_thirty_windows_at_once_lose_no_acknowledged_choice() -> None:
    stage = opened()
    members = [stage.people.ba_sau, *stage.people.members]
    sheets = {member.pk: stage.sheet(member) for member in members}
    codes = ["1.1", "1.2", "1.3", "1.4", "1.5"]
    outcomes = together(
        *[
            lambda m=member, c=code, d=f"{n:08x}": keep_cell(sheets[m.pk].pk, cell(1, "1", "", code=c), device=d, by=m)
            for member in members
            for n, code in enumerate(codes)
        ]
    )
    assert all(isinstance(kept, Kept) and kept.state == "saved" for kept in outcomes)
    assert all(set(choices_of(sheet)) == set(codes) for sheet in sheets.values())


@pytest.mark.django_db(transaction=True)
def test_two_windows_on_one_criterion_at_once_end_with_one_value_and_one_question() -> None:
    stage = opened()
    member = stage.people.thanh_vien_1
    sheet = stage.sheet(member)
    outcomes = together(
        lambda: keep_cell(sheet.pk, cell(1, "2", ""), device=ONE, by=member),
        lambda: keep_cell(sheet.pk, cell(1, "3", ""), device=TWO, by=member),
    )
    states = sorted(kept.state for kept in outcomes if isinstance(kept, Kept))
    assert states == ["clash", "saved"]


@pytest.mark.django_db(transaction=True)
def test_the_same_message_twice_at_once_is_stored_once() -> None:
    stage = opened()
    member = stage.people.thanh_vien_1
    sheet = stage.sheet(member)
    outcomes = together(*[lambda: keep_cell(sheet.pk, cell(1, "2", ""), device=ONE, by=member)] * 4)
    assert all(isinstance(kept, Kept) and kept.state == "saved" for kept in outcomes)
    assert Sheet.objects.get(pk=sheet.pk).edition == sheet.edition + 1


def together(*acts: Callable[[], object]) -> list[object]:
    barrier, outcomes = Barrier(len(acts)), dict[int, object]()

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            barrier.wait()
            outcomes[place] = act()
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive(), "somebody waits for somebody for ever"
    return [outcomes[place] for place in range(len(acts))]


VALUES = st.sampled_from(["0", "1", "2", "3"])


@given(value=VALUES, seen=st.lists(VALUES, max_size=4), stored=st.sampled_from(["", "0", "1", "2", "3"]))
def test_only_what_was_never_seen_clashes(value: str, seen: list[str], stored: str) -> None:
    expected = stored not in ("", value, *seen)
    assert clashes(cell(1, value, *seen), (stored, "")) is expected
