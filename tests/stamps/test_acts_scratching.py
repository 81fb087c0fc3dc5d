"""Scratch codes: first seen, seen again, tried too often; and never a hint which codes are real."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from ocop.stamps.acts import Said, reveal_scratch, withdraw_epoch
from ocop.stamps.models import Batch, Epoch, Scratch
from ocop.stamps.queries import mint
from ocop.stamps.rules import scratch
from ocop.stamps.rules.codes import check_symbol, grouped
from tests.stamps.cast_rolls import code, officer, ordered, secret

pytestmark = pytest.mark.django_db


def protected(amount: int = 50) -> Batch:
    return ordered(amount, kind="protected", printing="own")[1]


def wrong_for(batch: Batch, seq: int) -> str:
    return next(s for s in (secret(batch, n) for n in range(seq + 1, seq + 9)) if s != secret(batch, seq))


def test_the_first_look_is_noted_and_the_second_warns_with_the_time_of_the_first() -> None:
    batch = protected()
    at = timezone.now()
    first = reveal_scratch(grouped(code(batch, 3)).lower(), scratch.grouped(secret(batch, 3)).lower(), at=at)
    assert (first.said, first.batch, first.first_at, first.times) == (Said.FIRST, batch, at, 1)
    assert first.path == f"{batch.path}{code(batch, 3)}"
    again = reveal_scratch(code(batch, 3), secret(batch, 3), at=at + timedelta(hours=5))
    assert (again.said, again.first_at, again.times) == (Said.AGAIN, at, 2)
    assert Scratch.objects.count() == 1, "no row for a stamp that nobody scratched"


def test_too_many_wrong_tries_close_the_stamp_for_a_day_even_for_the_right_secret() -> None:
    batch, at = protected(), timezone.now()
    for minute in range(scratch.TRIES):
        tried = reveal_scratch(code(batch, 3), wrong_for(batch, 3), at=at + timedelta(minutes=minute))
        assert tried.said is Said.NO
    right = reveal_scratch(code(batch, 3), secret(batch, 3), at=at + timedelta(minutes=30))
    assert right == type(right)(Said.NO, code(batch, 3)), "the same answer as a wrong one"
    assert reveal_scratch(code(batch, 4), secret(batch, 4), at=at + timedelta(minutes=31)).said is Said.FIRST
    assert reveal_scratch(code(batch, 3), secret(batch, 3), at=at + scratch.CLOSED_FOR).said is Said.FIRST


def test_typing_errors_are_told_and_cost_no_try() -> None:
    batch = protected()
    mine = secret(batch, 3)
    typo = mine[:-1] + ("0" if mine[-1] != "0" else "1")
    for _ in range(9):
        assert reveal_scratch(code(batch, 3), typo).said is Said.UNREADABLE_SCRATCH
        assert reveal_scratch("abc", mine).said is Said.UNREADABLE_CODE
    assert not Scratch.objects.exists()
    assert reveal_scratch(code(batch, 3), mine).said is Said.FIRST


def test_forged_plain_and_unborn_stamps_get_the_very_answer_of_a_wrong_secret() -> None:
    """Or this page would tell, past the throttle of the scan page, which codes are real."""
    batch = protected()
    plain = ordered(5, printing="own")[1]
    real = code(batch, 3)
    body = real[:8] + ("0" if real[8] != "0" else "1") + real[9:18]
    forged = body + check_symbol(body)
    unborn = mint().code(batch.subject, batch.epoch, 32_000, 0)
    beyond = mint().code(batch.subject, batch.epoch, batch.number, 999_999)
    told = set()
    for text, typed in (
        (real, wrong_for(batch, 3)), (forged, secret(batch, 3)), (unborn, "0000000"), (beyond, "0000000"),
        (code(plain, 0), secret(plain, 0)),
    ):  # fmt: skip
        found = reveal_scratch(text, typed)
        told.add((found.said, found.batch, found.first_at, found.times))
    assert told == {(Said.NO, None, None, 0)}
    assert Scratch.objects.filter(batch_number=0).exists(), "a forged code costs a row's write, like a real one"


def test_what_strangers_try_fills_no_table() -> None:
    batch = protected()
    for n in range(40):
        reveal_scratch(mint().code(batch.subject, batch.epoch, 31_000 + n, 0), "0000000")
    assert Scratch.objects.filter(batch_number=0).count() <= 40
    assert all(row.sequence < 4096 for row in Scratch.objects.all())


def test_a_withdrawn_key_is_told_even_with_the_right_secret() -> None:
    batch = protected()
    withdraw_epoch(Epoch.objects.get(), by=officer(), reason="Máy chủ bị lấy bản sao lưu.")
    found = reveal_scratch(code(batch, 3), secret(batch, 3))
    assert (found.said, found.withdrawn) == (Said.FIRST, True)
