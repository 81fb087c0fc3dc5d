"""What people type as their login, and when a mandate may begin and end. No database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.people.rules import (
    days_overlap,
    last_day_unfit,
    login_key,
    login_missing,
    login_unfit,
    mandate_days_unfit,
    password_unfit,
    phone_number,
    readable_password,
)

JAN, FEB, MAR = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


@pytest.mark.parametrize(
    "typed",
    [
        "0912345678",
        "0912 345 678",
        " 0912.345.678 ",
        "+84912345678",
        "+84 912 345 678",
        "84912345678",
        "(0912) 345-678",
    ],
)
def test_a_phone_number_is_known_however_it_is_typed(typed: str) -> None:
    assert phone_number(typed.strip()) in ("+84912345678",)
    assert login_key(typed) == ("phone", "+84912345678")


@pytest.mark.parametrize("typed", ["Chi.Ba@Mo-Phong.example", " chi.ba@mo-phong.example\n"])
def test_an_address_is_known_in_any_case(typed: str) -> None:
    assert login_key(typed) == ("email", "chi.ba@mo-phong.example")


@pytest.mark.parametrize("typed", ["", " ", "chị ba", "12", "a@b", "x" * 400 + "@y.vn", "0912\x00345678", "🐝"])
def test_what_is_neither_is_no_login(typed: str) -> None:
    assert login_key(typed) is None


@given(st.text(max_size=300))
def test_anything_typed_gives_an_answer_and_never_an_error(typed: str) -> None:
    login_key(typed)
    phone_number(typed)


def test_an_account_needs_one_login_and_a_sound_one() -> None:
    missing = login_missing(None, None)
    assert missing is not None
    assert missing.field == "phone"
    assert login_missing("x", None) is None
    assert [reason.field for reason in login_unfit("12", "không phải")] == ["phone", "email"]
    assert login_unfit("0912345678", "a@b.vn") == []


def test_a_mandate_ends_on_or_after_the_day_it_begins() -> None:
    assert mandate_days_unfit(FEB, FEB) is None
    assert mandate_days_unfit(FEB, None) is None
    assert mandate_days_unfit(FEB, JAN) is not None


def test_a_mandate_may_be_cut_short_but_not_stretched() -> None:
    assert last_day_unfit(FEB, JAN, None) is None
    assert last_day_unfit(FEB, JAN, MAR) is None
    assert last_day_unfit(JAN, FEB, None) is not None
    assert last_day_unfit(MAR, JAN, FEB) is not None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((JAN, FEB), (FEB, MAR), True), ((JAN, JAN), (FEB, MAR), False), ((JAN, None), (MAR, None), True),
        ((MAR, None), (JAN, FEB), False), ((JAN, None), (JAN, JAN), True),
    ],
)  # fmt: skip
def test_periods_that_share_a_day_overlap(
    one: tuple[date, date | None], other: tuple[date, date | None], expected: bool
) -> None:
    assert days_overlap(one, other) is expected
    assert days_overlap(other, one) is expected


def test_a_first_password_can_be_read_aloud_and_is_never_the_same() -> None:
    found = {readable_password() for _ in range(200)}
    assert len(found) == 200
    assert all(len(p) == 19 and not set(p) & set("01loij") for p in found)


@pytest.mark.parametrize(
    ("password", "codes"),
    [
        ("rừng hồi bình liêu", []), ("ngắnthôi", ["password_length"]), ("12345", ["password_length", "password_plain"]),
        ("aaaaaaaaaaaa", ["password_plain"]), ("x" * 201, ["password_length", "password_plain"]),
        ("tôi là Chị Ba nhé", ["password_known"]), ("mk 900000001 nhé", ["password_known"]),
    ],
)  # fmt: skip
def test_a_new_password_is_told_every_weakness_at_once(password: str, codes: list[str]) -> None:
    assert [reason.code for reason in password_unfit(password, "Chị Ba", "900000001", "")] == codes
