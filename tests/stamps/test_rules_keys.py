"""Keys by epoch: each its own, old ones kept, and a forger's chance computed from the constants."""

from __future__ import annotations

from fractions import Fraction
from hashlib import blake2s
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.stamps.rules import scratch
from ocop.stamps.rules.codes import ALPHABET, LENGTH, TAG_BITS, Mint, check_symbol, forgive, read, sum_of_powers
from ocop.stamps.rules.forgery import BOUND, GUESSES_AN_EPOCH, chance_of_forgery, chance_of_scratching
from ocop.stamps.rules.keys import Roots

FIRST, SECOND, THIRD = (bytes([n]) * 32 for n in (1, 2, 3))
GTIN = "08938500123450"


def test_a_forger_who_spends_the_whole_throttle_hits_with_less_than_one_in_a_billion() -> None:
    """1.1 million guesses against 50 bits."""
    assert TAG_BITS == 5 * (LENGTH - 1 - 1 - 3 - 4) == 50
    assert GUESSES_AN_EPOCH == 1_100_000
    assert chance_of_forgery() == Fraction(1_100_000, 2**50) < BOUND
    assert float(chance_of_forgery()) == pytest.approx(9.77e-10, rel=1e-3)
    assert chance_of_forgery(GUESSES_AN_EPOCH, 49) > BOUND, "one bit less would not do"


def test_the_tag_takes_every_one_of_its_values_alike() -> None:
    """50 bits are worth 50 bits only if no symbol of the tag is likelier than another."""
    seen = [[0] * 32 for _ in range(10)]
    for text in Mint(FIRST).codes(GTIN, 1, 2, range(32_000)):
        for place, symbol in enumerate(text[8:18]):
            seen[place][ALPHABET.index(symbol)] += 1
    for counts in seen:  # chi squared with 31 degrees of freedom: beyond 85 once in a million
        assert sum((n - 1_000) ** 2 / 1_000 for n in counts) < 85


def test_a_scratch_code_under_its_throttle_is_hit_less_than_once_in_a_hundred_million_days_of_trying() -> None:
    assert chance_of_scratching(scratch.TRIES) < Fraction(1, 10**8)


def test_codes_of_the_first_days_stay_good_when_the_root_is_rotated() -> None:
    before = Mint(Roots(FIRST)).code(GTIN, 1, 0, 7)
    after = Mint(Roots(FIRST, {2: SECOND, 5: THIRD}))
    found = read(before)
    assert found
    assert after.proves(found, GTIN)
    assert after.code(GTIN, 1, 0, 7) == before
    assert after.code(GTIN, 2, 0, 7) != Mint(Roots(FIRST)).code(GTIN, 2, 0, 7)


def test_the_printed_codes_of_2026_are_what_they_were() -> None:
    """The derivation of the first root is promised to paper: this very code was computed before epochs had rows."""
    made = Mint(bytes(range(32))).code(GTIN, 1, 5, 9)
    assert made[:18] == "10050009" + _tag_of_the_first_days()
    assert made[18] == check_symbol(made[:18])


def _tag_of_the_first_days() -> str:
    key = blake2s(b"epoch 1", key=bytes(range(32)), person=b"ocoptem1").digest()
    digest = blake2s(b"08938500123450|1|5|9", key=key, digest_size=7).digest()
    value = int.from_bytes(digest, "big") >> 6
    return "".join(ALPHABET[value >> shift & 31] for shift in range(45, -5, -5))


def test_no_two_keys_are_alike_whatever_they_are_for() -> None:
    roots = Roots(FIRST, {3: SECOND, 20: THIRD})
    keys = [make(epoch) for make in (roots.codes_key, roots.scratch_key) for epoch in range(32)]
    assert len(set(keys)) == 64
    assert len({roots.mark(epoch) for epoch in range(32)}) == 32


def test_the_youngest_root_that_serves_an_epoch_is_taken() -> None:
    roots = Roots(FIRST, {3: SECOND, 20: THIRD})
    assert roots.codes_key(19) == Roots(FIRST, {3: SECOND}).codes_key(19)
    assert roots.codes_key(20) == Roots(FIRST, {20: THIRD}).codes_key(20)
    assert roots.codes_key(2) == Roots(FIRST).codes_key(2)


def test_a_short_root_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Roots(FIRST, {2: b"short"})


def test_every_single_substitution_and_every_swap_of_neighbours_is_noticed_exhaustively() -> None:
    """Linear over GF(32): it is enough that no difference of weight one, and none of a swap, has the value nought."""
    zero = "0" * 18
    for place, symbol in product(range(18), ALPHABET[1:]):
        changed = zero[:place] + symbol + zero[place + 1 :]
        assert check_symbol(changed) != "0"
    for place, symbol in product(range(17), ALPHABET[1:]):
        # a, b swapped differ by (a+b) in two neighbouring places, for every a != b
        changed = zero[:place] + symbol + symbol + zero[place + 2 :]
        assert check_symbol(changed) != "0"
    for symbol in ALPHABET[1:]:  # the last neighbour is the check symbol itself
        assert check_symbol(zero[:17] + symbol) != symbol


@given(st.text(ALPHABET, min_size=18, max_size=18))
def test_the_two_ways_to_compute_the_check_symbol_agree(text: str) -> None:
    assert ALPHABET[sum_of_powers(text)] == check_symbol(text)


@pytest.mark.parametrize("typed", ["４ｋ７ｍ２ｔ", "ＡＢＣ", "ｏｉｌ"])
def test_full_width_letters_are_forgiven(typed: str) -> None:
    assert set(forgive(typed)) <= set(ALPHABET)


@given(st.integers(0, 31), st.integers(0, 32767), st.integers(0, 1_048_575))
def test_people_may_type_a_scratch_code_their_way(epoch: int, batch: int, seq: int) -> None:
    (made,) = scratch.scratch_codes(FIRST, GTIN, epoch, batch, (seq,))
    for typed in (made, made.lower(), scratch.grouped(made), " ".join(made), made.replace("0", "o").replace("1", "l")):
        assert scratch.read(typed) == made


@given(st.integers(0, 1_000), st.integers(0, 6), st.sampled_from(ALPHABET))
def test_one_wrong_symbol_in_a_scratch_code_is_a_typing_error_and_costs_no_try(
    seq: int, place: int, symbol: str
) -> None:
    (made,) = scratch.scratch_codes(FIRST, GTIN, 1, 2, (seq,))
    wrong = made[:place] + symbol + made[place + 1 :]
    assert (scratch.read(wrong) is None) == (wrong != made)


@given(st.text(max_size=30))
def test_no_text_brings_the_reader_of_scratch_codes_down(text: str) -> None:
    found = scratch.read(text)
    assert found is None or len(found) == scratch.LENGTH


def test_scratch_codes_differ_from_stamp_to_stamp_and_from_product_to_product() -> None:
    mine = list(scratch.scratch_codes(FIRST, GTIN, 1, 2, range(2_000)))
    others = list(scratch.scratch_codes(FIRST, "t:17", 1, 2, range(2_000)))
    assert len(set(mine)) == 2_000
    assert not set(mine) & set(others)
