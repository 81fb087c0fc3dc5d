"""Which text is acceptable, what a refusal holds, and what may be sealed. No database."""

import json
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.journal.rules import GENESIS, Reason, Refused, canonical, clean_text, moment_text, plain, seal, text_unfit

THEN = datetime(2026, 11, 21, 14, 32, 0, 123456, UTC)


def _codes(text: str, **limits: int) -> list[str]:
    return [
        reason.code
        for reason in text_unfit(text, field="name", label="Tên", longest=limits.pop("longest", 20), **limits)
    ]


def test_text_is_composed_trimmed_and_has_one_kind_of_line_end() -> None:
    assert clean_text(" " + unicodedata.normalize("NFD", "Mật ong") + "\r\nrừng\r ") == "Mật ong\nrừng"


@pytest.mark.parametrize(
    "mark", ["\u202e", "\u202a", "\u2066", "\u2069", "\u200e", "\u200f", "\u061c", "\x00", "\x1b", "\x7f", "\ud800"]
)
def test_control_and_direction_marks_are_refused(mark: str) -> None:
    assert _codes(f"mật{mark}ong") == ["control"]


@pytest.mark.parametrize("text", ["Mật ong rừng", "dòng một\ndòng hai\tcột", "ặ ễ Ở đ 🐝 “”–", "家"])
def test_ordinary_text_of_any_script_is_fine(text: str) -> None:
    assert _codes(text, longest=40) == []


def test_every_reason_is_said_at_once() -> None:
    assert _codes("x" * 30 + "\x00") == ["too_long", "control"]
    assert _codes("", shortest=2) == ["too_short"]
    with pytest.raises(Refused) as refusal:
        Refused.unless_clear(None, Reason("một", "a"), [Reason("hai", "b"), Reason("ba")])
    assert [reason.message for reason in refusal.value.reasons] == ["một", "hai", "ba"]
    assert str(refusal.value) == "một; hai; ba"
    Refused.unless_clear(None, [], ())


@pytest.mark.parametrize(
    ("given_value", "kept"),
    [
        (1, 1), (10**30, 10**30), (True, True), (None, None), ("mật", "mật"), (74.5, "74.5"), (1e16, "1e+16"),
        (Decimal("74.50"), "74.50"), (date(2026, 1, 2), "2026-01-02"), ((1, "x"), [1, "x"]), ({"a": (2,)}, {"a": [2]}),
    ],
)  # fmt: skip
def test_facts_take_the_one_form_that_comes_back_unchanged(given_value: object, kept: object) -> None:
    found = plain({"x": given_value})["x"]
    assert found == kept
    assert type(found) is type(kept)


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), {1, 2}, object(), b"x", "a\x00b", "\ud800", {1: 2}, {"\x00": 1}]
)
def test_what_the_database_would_change_or_refuse_is_refused_at_once(value: object) -> None:
    with pytest.raises(ValueError, match="facts"):
        plain({"x": value})


FACTS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=5), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from("abc"), FACTS))
def test_plain_facts_stay_as_they_are_and_survive_json(facts: dict[str, object]) -> None:
    kept = plain(facts)
    assert plain(kept) == kept
    assert canonical(json.loads(canonical(kept))) == canonical(kept)


def test_the_order_of_facts_does_not_matter_and_their_letters_do() -> None:
    assert canonical({"b": 1, "a": 2}) == canonical({"a": 2, "b": 1})
    nfc, nfd = "mật", unicodedata.normalize("NFD", "mật")
    assert seal(GENESIS, 1, THEN, "v", "a", "s", {"x": nfc}) != seal(GENESIS, 1, THEN, "v", "a", "s", {"x": nfd})


def test_a_moment_is_sealed_in_utc_to_the_microsecond() -> None:
    here = THEN.astimezone(timezone(timedelta(hours=7)))
    assert moment_text(here) == moment_text(THEN) == "2026-11-21T14:32:00.123456+00:00"
    with pytest.raises(ValueError, match="time zone"):
        moment_text(THEN.replace(tzinfo=None))


def test_the_seal_covers_every_part_of_a_line() -> None:
    line = {"previous": GENESIS, "number": 1, "at": THEN, "verb": "v", "actor": "a", "subject": "s", "facts": {"x": 1}}
    changes = {
        "previous": "1" * 64,
        "number": 2,
        "at": THEN + timedelta(microseconds=1),
        "verb": "w",
        "actor": "b",
        "subject": "t",
        "facts": {"x": 2},
    }
    seals = {seal(**line)} | {seal(**(line | {part: value})) for part, value in changes.items()}  # type: ignore[arg-type]
    assert len(seals) == 8
