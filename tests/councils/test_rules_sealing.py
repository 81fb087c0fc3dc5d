"""Boxes, codes and shared keys; the spread rule's causes."""

from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocop.councils.rules import read_by_laws, sealing, spread_causes, spread_fires
from ocop.councils.rules.sealing import (
    CODE_COST,
    BoxBroken,
    hidden,
    joined_key,
    key_of_code,
    key_shares,
    new_code,
    new_key_pair,
    opened_box,
    public_of,
    read_code,
    sealed_box,
    server_key,
    shown_again,
)
from ocop.criteria.rules import points_of
from ocop.journal.rules import Refused

from .sheets import HONEY, best, scored

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@given(st.binary(max_size=5000), st.text(max_size=40))
def test_a_box_opens_with_its_key_as_what_it_is_of_and_not_otherwise(content: bytes, bound: str) -> None:
    private, public = new_key_pair()
    box = sealed_box(public, content, bound)
    assert opened_box(private, box, bound) == content
    for key, of in ((new_key_pair()[0], bound), (private, bound + "x"), (public, bound)):
        with pytest.raises(BoxBroken):
            opened_box(key, box, of)


@given(st.binary(min_size=1, max_size=60), st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_box_with_one_changed_byte_does_not_open(content: bytes, place: int, flip: int) -> None:
    from base64 import b64decode, b64encode

    private, public = new_key_pair()
    raw = bytearray(b64decode(sealed_box(public, content, "x")))
    raw[place % len(raw)] ^= flip
    if place % len(raw) == 31 and flip == 0x80:
        return  # X25519 ignores the top bit of a point; the derived key does not, but the spelling is another point's
    with pytest.raises(BoxBroken):
        opened_box(private, b64encode(bytes(raw)).decode(), "x")


def test_the_same_content_twice_gives_two_boxes() -> None:
    _, public = new_key_pair()
    assert sealed_box(public, b"x", "") != sealed_box(public, b"x", "")


@pytest.mark.parametrize("odd", ["", "x", "AAAA", "é" * 80, "=" * 64])
def test_what_is_no_box_is_refused_and_breaks_nothing(odd: str) -> None:
    with pytest.raises(BoxBroken):
        opened_box(new_key_pair()[0], odd, "")


def test_a_code_has_four_groups_and_reads_back_however_it_is_typed() -> None:
    code = new_code()
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code)
    plain = code.replace("-", "")
    assert read_code(code) == read_code(f" {code.lower()} ") == read_code(plain) == plain
    assert read_code(plain.replace("1", "I").replace("0", "o")) == plain


@settings(max_examples=60)
@given(st.integers(min_value=0, max_value=15), st.integers(min_value=1, max_value=31))
def test_every_single_slip_is_told_before_the_code_is_tried(place: int, by: int) -> None:
    plain = new_code().replace("-", "")
    other = ALPHABET[(ALPHABET.index(plain[place]) + by) % 32]
    with pytest.raises(Refused):
        read_code(plain[:place] + other + plain[place + 1 :])


@pytest.mark.parametrize("text", ["", "ABCD", "ABCD-ABCD-ABCD-ABC", "ABCD-ABCD-ABCD-ABCDE", "ÀBCD-ABCD-ABCD-ABCU"])
def test_what_has_not_the_form_of_a_code_is_told(text: str) -> None:
    with pytest.raises(Refused):
        read_code(text)


def test_any_two_of_three_codes_give_the_key_and_one_gives_nothing() -> None:
    private, _ = new_key_pair()
    keys = {name: key_of_code(new_code(), 7) for name in ("chair", "secretary", "envelope")}
    shares = key_shares(private, {name: public_of(key) for name, key in keys.items()}, 7)
    for left_out in keys:
        two = {name: key for name, key in keys.items() if name != left_out}
        assert joined_key(shares, two, 7) == private
        with pytest.raises(BoxBroken):
            joined_key(shares, two, 8)
        (one, other) = sorted(two)
        with pytest.raises(BoxBroken):
            joined_key(shares, {one: two[one], other: two[one]}, 7)
    assert private.hex() not in str(shares)


def test_a_guess_at_a_code_costs_what_was_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests run with a cheap cost; in earnest it is 16 MB of scrypt."""
    assert CODE_COST == 2**14
    monkeypatch.setattr(sealing, "CODE_COST", CODE_COST)
    code = new_code()
    plain, salt = code.replace("-", "").encode(), b"ocop opening code of sitting 7"
    assert key_of_code(code, 7) == hashlib.scrypt(plain, salt=salt, n=2**14, r=8, p=1, maxmem=2**26, dklen=32)


def test_a_code_of_one_sitting_is_another_key_in_the_next() -> None:
    code = new_code()
    assert key_of_code(code, 1) != key_of_code(code, 2)


@given(st.binary(max_size=300))
def test_what_the_server_hides_only_its_own_secret_shows(content: bytes) -> None:
    key, other = server_key("s" * 40, "drafts"), server_key("s" * 40, "cookies")
    text = hidden(key, content, "a")
    assert shown_again(key, text, "a") == content
    for wrong, bound in ((other, "a"), (key, "b")):
        with pytest.raises(BoxBroken):
            shown_again(wrong, text, bound)


@given(st.integers(min_value=0, max_value=100), st.integers(min_value=1, max_value=100))
def test_the_spread_rule_fires_above_its_limit_and_not_at_it(spread: int, limit: int) -> None:
    laws = read_by_laws({"spread_rule": "discussion", "spread_points": limit})
    assert spread_fires(laws, spread) == (spread > limit)
    assert not spread_fires(read_by_laws({"spread_points": limit}), spread)


@settings(max_examples=40)
@given(st.lists(st.integers(min_value=5, max_value=100), min_size=2, max_size=9))
def test_the_named_criteria_are_the_heaviest_between_the_highest_and_the_lowest(marks: list[int]) -> None:
    sheets = [scored(HONEY, mark) for mark in marks]
    causes = spread_causes(HONEY, sheets)
    totals = [sum(map(points_of, sheet.values())) for sheet in sheets]
    high, low = sheets[totals.index(max(totals))], sheets[totals.index(min(totals))]
    gaps = {code: points_of(high[code]) - points_of(low[code]) for code in best(HONEY)}
    assert [cause.between for cause in causes] == sorted((g for g in gaps.values() if g > 0), reverse=True)[:3]
    assert all(gaps[cause.criterion] == cause.between <= cause.range for cause in causes)
