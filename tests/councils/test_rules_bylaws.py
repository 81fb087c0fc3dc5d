"""By-laws are data: read once, refused with every fault, and the quorum never rounds down."""

from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.councils.rules import DEFAULT_BY_LAWS, quorum_missed, read_by_laws, sheets_needed
from ocop.journal.rules import Refused

LAWS = read_by_laws({})


@given(seats=st.integers(1, 40), top=st.integers(1, 9), under=st.integers(1, 9))
def test_a_quorum_is_never_less_than_its_fraction_of_the_seats(seats: int, top: int, under: int) -> None:
    fraction = min(Fraction(top, under), Fraction(1))
    needed = sheets_needed(read_by_laws({"quorum": str(fraction)}), seats, 0)
    assert Fraction(needed, seats) >= fraction
    assert needed == 1 or Fraction(needed - 1, seats) < fraction


@pytest.mark.parametrize(
    ("seats", "handed_in", "holds"),
    [(9, 6, True), (9, 5, False), (7, 5, True), (7, 4, False), (1, 1, True), (1, 0, False)],
)
def test_two_thirds_of_the_seats_must_hand_in(seats: int, handed_in: int, holds: bool) -> None:
    missed = quorum_missed(LAWS, seats=seats, conflicted=0, handed_in=handed_in, label="1. Mật ong")
    assert (missed is None) == holds


def test_a_missed_quorum_names_the_item_and_how_many_are_short() -> None:
    missed = quorum_missed(LAWS, seats=9, conflicted=0, handed_in=4, label="1. Mật ong")
    assert missed is not None
    assert "1. Mật ong" in missed.message
    assert "4/6" in missed.message
    assert "2 phiếu" in missed.message


@given(seats=st.integers(1, 20), conflicted=st.integers(0, 20))
def test_conflicts_lower_the_base_only_where_the_by_laws_say_so(seats: int, conflicted: int) -> None:
    conflicted = min(conflicted, seats)
    assert sheets_needed(LAWS, seats, conflicted) == ceil(Fraction(2, 3) * seats)
    entitled = read_by_laws({"quorum_base": "entitled"})
    assert sheets_needed(entitled, seats, conflicted) == max(1, ceil(Fraction(2, 3) * (seats - conflicted)))


def test_every_fault_of_by_laws_is_named_at_once() -> None:
    raw = {"quorum": "3/2", "average": "best", "decimals": 9, "advisor_report": "yes", "unknown": 1, "basis": ""}
    with pytest.raises(Refused) as refused:
        read_by_laws(raw)
    fields = {reason.field for reason in refused.value.reasons}
    assert fields == {"quorum", "average", "decimals", "advisor_report", "by_laws", "basis"}


@pytest.mark.parametrize("quorum", ["0", "-1/2", "1/0", "nhiều", "", None, "1e999", "9" * 50])
def test_a_quorum_that_is_no_fraction_is_refused(quorum: object) -> None:
    with pytest.raises(Refused):
        read_by_laws({"quorum": quorum})


def test_the_defaults_say_in_words_what_they_are() -> None:
    words = dict(LAWS.in_words())
    assert words["Số phiếu tối thiểu"] == "2/3"
    assert words["Cấp giấy 4 sao trong lúc chờ Bộ"] == "không"
    unsaid = {"spread_points", "spread_basis", "result_round"}
    assert len(words) == len(DEFAULT_BY_LAWS) - len(unsaid), "a spread rule that is off says no more of itself"
    loud = dict(read_by_laws({"spread_rule": "second_round", "spread_basis": "Quy chế"}).in_words())
    assert len(loud) == len(DEFAULT_BY_LAWS)


@pytest.mark.parametrize(
    "pattern",
    [
        "", "GCN/{year}/{serial}", "Số {year}{serial}", "G{year}", "G{serial}", "G{year}{serial:099999999d}", "G{year}{serial!r}",
        "G{year}{serial}{0.__class__}", "{year}{serial}", 7, None, "G" * 70 + "{year}{serial}",
    ],
)  # fmt: skip
def test_a_number_pattern_that_cannot_stand_in_an_address_is_refused(pattern: object) -> None:
    with pytest.raises(Refused) as refused:
        read_by_laws({"certificate_number": pattern})
    assert {reason.field for reason in refused.value.reasons} == {"certificate_number"}


def test_by_laws_of_before_stay_readable() -> None:
    """What an office stored when there were eleven rules means what it meant."""
    old = {
        "quorum": "3/4", "quorum_base": "seats", "average": "mean", "decimals": 1, "minimums_by": "each",
        "gates_by": "any", "ministry_by": "points", "advisor_report": True, "certificate_before_ministry": False,
        "certificate_number": "GCN-{year}-{serial}", "basis": "Quy chế cũ",
    }  # fmt: skip
    found = read_by_laws(old)
    assert (found.spread_rule, found.chair_votes, found.abstentions) == ("off", "yes", "absent")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("spread_points", 0),
        ("spread_points", True),
        ("consultation_days", 46),
        ("spread_rule", "maybe"),
        ("chair_votes", ""),
    ],
)
def test_the_new_rules_are_checked_too(name: str, value: object) -> None:
    with pytest.raises(Refused) as refused:
        read_by_laws({name: value})
    assert [reason.field for reason in refused.value.reasons] == [name]


def test_an_abstention_leaves_the_base_only_where_the_by_laws_say_so() -> None:
    absent, excluded = read_by_laws({}), read_by_laws({"abstentions": "excluded"})
    assert sheets_needed(absent, 9, 0, 3) == 6
    assert sheets_needed(excluded, 9, 0, 3) == 4
