"""Check digits, and the small types around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gs1.keys import Gln, Gs1Error, Gtin, Lot, Serial, check_digit, has_valid_check_digit


def test_a_gtin_is_held_with_14_digits_and_shown_as_printed() -> None:
    gtin = Gtin.parse("8 938500 123450")
    assert gtin == "08938500123450"
    assert gtin.shown == "8938500123450"
    assert Gtin.parse("18938500123457").shown == "18938500123457"


@pytest.mark.parametrize("text", ["", "8938500123451", "893850012345", "abcdefgh", "٨٩٣٨٥٠٠١٢٣٤٥٠", "8938500123450 1"])
def test_a_number_that_pretends_to_be_a_gtin_is_refused(text: str) -> None:
    with pytest.raises(Gs1Error):
        Gtin.parse(text)


def test_a_gln_needs_13_digits_with_their_check_digit() -> None:
    assert Gln.parse("8938500123450") == "8938500123450"
    with pytest.raises(Gs1Error):
        Gln.parse("08938500123450")


def test_a_check_digit_is_computed_over_digits_only() -> None:
    with pytest.raises(Gs1Error):
        check_digit("12a")


def test_a_lot_and_a_serial_are_kept_as_written() -> None:
    assert Lot.parse("L20261101A") == "L20261101A"
    assert Serial.parse("a/b%") == "a/b%"


@pytest.mark.parametrize("text", ["", "a b", "LÔ", "a" * 21, "a\n", "a^"])
def test_lots_and_serials_keep_to_set_82(text: str) -> None:
    for kind in (Lot, Serial):
        with pytest.raises(Gs1Error) as refused:
            kind.parse(text)
        assert refused.value.ai == kind.ai


@given(st.text("0123456789", min_size=1, max_size=17), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(payload: str, at: int, by: int) -> None:
    number = payload + check_digit(payload)
    i = at % len(number)
    wrong = number[:i] + str((int(number[i]) + by) % 10) + number[i + 1 :]
    assert has_valid_check_digit(number)
    assert not has_valid_check_digit(wrong)
