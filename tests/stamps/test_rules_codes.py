"""Stamp codes: made, read as people type them, and never forged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.stamps.rules.codes import (
    ALPHABET,
    LENGTH,
    STAMPS_PER_BATCH,
    Code,
    Mint,
    check_symbol,
    epoch_of,
    grouped,
    obstacle_in,
    read,
)

GTIN = "08938500123450"
MINT = Mint(bytes(range(32)))
numbers = st.tuples(st.integers(0, 31), st.integers(0, 32767), st.integers(0, STAMPS_PER_BATCH - 1))


def _read(text: str) -> Code:
    code = read(text)
    assert code is not None
    return code


@given(numbers)
def test_a_code_carries_its_numbers_and_proves_itself(place: tuple[int, int, int]) -> None:
    text = MINT.code(GTIN, *place)
    code = _read(text)
    assert len(text) == LENGTH <= 20
    assert (code.epoch, code.batch, code.seq) == place
    assert MINT.proves(code, GTIN)


@given(numbers, numbers)
def test_two_stamps_never_share_a_code(one: tuple[int, int, int], other: tuple[int, int, int]) -> None:
    assert (MINT.code(GTIN, *one) == MINT.code(GTIN, *other)) == (one == other)


def test_a_code_of_another_product_or_another_key_proves_nothing() -> None:
    code = _read(MINT.code(GTIN, 1, 2, 3))
    assert not MINT.proves(code, "t:17")
    assert not MINT.proves(code, "08938500123467")
    assert not Mint(bytes(32)).proves(code, GTIN)


def test_each_epoch_has_a_key_of_its_own() -> None:
    tags = {MINT.code(GTIN, epoch, 2, 3)[8:18] for epoch in range(32)}
    assert len(tags) == 32


@given(numbers, st.integers(8, 17), st.sampled_from(ALPHABET))
def test_no_changed_tag_passes(place: tuple[int, int, int], at: int, symbol: str) -> None:
    text = MINT.code(GTIN, *place)
    forged = text[:at] + symbol + text[at + 1 : 18]
    code = _read(forged + check_symbol(forged))
    assert MINT.proves(code, GTIN) == (forged == text[:18])


@given(numbers, st.integers(0, 18), st.sampled_from(ALPHABET))
def test_one_wrong_symbol_is_a_typing_error_and_not_a_guess(place: tuple[int, int, int], at: int, symbol: str) -> None:
    text = MINT.code(GTIN, *place)
    wrong = text[:at] + symbol + text[at + 1 :]
    assert (read(wrong) is None) == (wrong != text)


@given(numbers, st.integers(0, 16))
def test_swapped_neighbours_are_noticed(place: tuple[int, int, int], at: int) -> None:
    text = MINT.code(GTIN, *place)
    swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    assert (read(swapped) is None) == (swapped != text)


@given(numbers)
def test_people_may_type_it_their_way(place: tuple[int, int, int]) -> None:
    text = MINT.code(GTIN, *place)
    for typed in (
        grouped(text), text.lower(), " ".join(text), text.replace("0", "O").replace("1", "l"),
        text.replace("0", "o").replace("1", "I"), grouped(text).replace("-", "–"), f"\t{text}\n",
    ):  # fmt: skip
        assert _read(typed).text == text


@pytest.mark.parametrize(
    ("text", "word"),
    [("", "có 0"), ("U" * 19, "“U”"), ("0" * 18, "có 18"), ("0" * 18 + "1", "gõ nhầm"), ("٠" * 19, "ký tự"), ("\0" * 19, "ký tự")],
)  # fmt: skip
def test_what_cannot_be_read_says_why(text: str, word: str) -> None:
    assert read(text) is None
    assert word in obstacle_in(text)


@given(st.text(max_size=40))
def test_no_text_brings_the_reader_down(text: str) -> None:
    assert (read(text) is None) == bool(obstacle_in(text))


def test_whole_batches_and_single_codes_agree() -> None:
    assert list(MINT.codes(GTIN, 3, 4, range(50))) == [MINT.code(GTIN, 3, 4, i) for i in range(50)]


@pytest.mark.parametrize("place", [(32, 0, 0), (0, 32768, 0), (0, 0, STAMPS_PER_BATCH), (-1, 0, 0)])
def test_numbers_beyond_the_code_are_refused(place: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="out of range"):
        MINT.code(GTIN, *place)


def test_a_short_root_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Mint(b"short")


def test_a_new_epoch_begins_with_each_year() -> None:
    assert [epoch_of(year) for year in (2026, 2027, 2056, 2057)] == [1, 2, 31, 0]
