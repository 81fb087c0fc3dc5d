"""Accounts of states, periods by name, the proposal of a kind, notes as phones sign them."""

from __future__ import annotations

import json
from datetime import date
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from ocop.journal.rules import Refused
from ocop.stamps import lifecycle
from ocop.stamps.rules.kinds import PLAIN, PROTECTED, kind_proposed
from ocop.stamps.rules.ledger import DRAWN, Move, accounts, balances, whole
from ocop.stamps.rules.notes import is_signed, public_key_unfit, read_note
from ocop.stamps.rules.obstacles import Quota
from ocop.stamps.rules.periods import asked_period, named_period
from ocop.stamps.rules.ranges import cut

STATES = list(lifecycle.STATE_NAMES)
moves = st.lists(st.builds(Move, st.sampled_from([DRAWN, *STATES]), st.sampled_from(STATES), st.integers(1, 500)))


@given(moves, moves)
def test_opening_and_moves_give_the_closing_of_every_state(before: list[Move], during: list[Move]) -> None:
    found = accounts(before, during)
    assert {a.state: a.closing for a in found} == balances([*before, *during])
    assert {a.state: a.opening for a in found} == balances(before)
    drawn = sum(m.size for m in during if m.was == DRAWN)
    assert whole(found).came == drawn == whole(found).closing - whole(found).opening


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("thang-nay", date(2026, 11, 1), date(2026, 11, 22)),
        ("thang-truoc", date(2026, 10, 1), date(2026, 10, 31)),
        ("quy-nay", date(2026, 10, 1), date(2026, 11, 22)),
        ("nam-nay", date(2026, 1, 1), date(2026, 11, 22)),
        ("la", date(2026, 1, 1), date(2026, 11, 22)),
    ],
)
def test_periods_have_names(key: str, first: date, last: date) -> None:
    found = named_period(key, date(2026, 11, 22))
    assert (found.first, found.last) == (first, last)


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_whatever_is_typed_a_period_is_found_that_ends_by_today(key: str, first: str, last: str) -> None:
    today = date(2026, 11, 22)
    found = asked_period(key, first, last, today)
    assert found.first <= found.last <= today


def test_days_the_wrong_way_round_are_turned() -> None:
    found = asked_period("", "2026-05-02", "2026-03-01", date(2026, 11, 22))
    assert (found.first, found.last) == (date(2026, 3, 1), date(2026, 5, 2))


@pytest.mark.parametrize(
    ("set_no", "star", "price", "kind"),
    [(4, 3, None, PLAIN), (14, 3, None, PROTECTED), (4, 5, None, PROTECTED), (4, 3, 700_000, PROTECTED), (None, None, 10, PLAIN)],
)  # fmt: skip
def test_risk_stars_and_price_propose_the_protected_kind(
    set_no: int | None, star: int | None, price: int | None, kind: str
) -> None:
    found = kind_proposed(set_no=set_no, star=star, price=price, day=date(2026, 11, 22))
    assert found.kind == kind
    assert bool(found.reasons) == (kind == PROTECTED)
    assert "giá trị mặc định" in found.basis


def test_a_lot_carries_no_more_stamps_than_its_diary_accounts_for() -> None:
    assert Quota(100).allowed == Quota(100, 500).allowed == 100
    assert Quota(100, 60).allowed == 60
    assert "60" in Quota(100, 60).words


@given(st.integers(0, 50), st.integers(1, 500), st.integers(1, 90))
def test_rolls_leave_no_stamp_out_and_take_none_twice(lo: int, size: int, roll: int) -> None:
    pieces = cut(lo, lo + size, roll)
    assert [n for a, b in pieces for n in range(a, b)] == list(range(lo, lo + size))
    assert all(b - a == roll for a, b in pieces[:-1])


def _payload(**changed: object) -> str:
    facts = {"id": str(uuid4()), "phone": str(uuid4()), "first": "A", "last": "B", "at": "2026-11-22T03:00:00.000Z"}
    return json.dumps({**facts, **changed})


def test_a_note_is_read_as_it_was_signed() -> None:
    assert read_note(_payload()).first == "A"


@pytest.mark.parametrize(
    "payload",
    [
        "", "[]", "null", "{}", "x" * 5_000, "[" * 1_500, _payload(id="17"), _payload(at="2026-11-22T03:00:00"), _payload(first=3),
        _payload(more="x"), _payload(at="gestern"), _payload(first="\x00"),
    ],
)  # fmt: skip
def test_what_is_no_note_is_refused_in_words(payload: str) -> None:
    with pytest.raises(Refused, match="không đọc được"):
        read_note(payload)


def test_only_the_phones_own_signature_over_the_very_words_counts() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    r, s = decode_dss_signature(key.sign(b"mot", ec.ECDSA(hashes.SHA256())))
    signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    assert public_key_unfit(public) is None
    assert is_signed("mot", signature, public)
    assert not is_signed("hai", signature, public)
    assert not is_signed("mot", signature[:-1], public)
    assert not is_signed("mot", bytes(64), public)


def test_keys_of_another_kind_are_refused() -> None:
    other = ec.generate_private_key(ec.SECP384R1()).public_key()
    data = other.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    assert public_key_unfit(data)
    assert public_key_unfit(b"")
    assert public_key_unfit(b"\x30\x80")
