"""Numbers are read back as our own pages write them, and nothing is silently taken for another number."""

from __future__ import annotations

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from ocop.design.forms import WholeNumber, WrittenNumber
from ocop.design.rules.formats import number
from ocop.design.rules.reading import ungrouped, whole


@given(st.integers(0, 10**12))
def test_what_a_page_writes_is_read_back_as_the_same_number(amount: int) -> None:
    assert whole(number(amount)) == whole(str(amount)) == whole(f" {amount:,} ".replace(",", "\u202f")) == amount


@pytest.mark.parametrize(
    "text",
    ["1,5", "1.5", "1.0", "1.00", "1,000", "1.0000", "0.500", "12.34.567", "1e3", "1_000", "abc", "٫", "--1", "9" * 41],
)
def test_what_is_no_whole_number_is_not_taken_for_one(text: str) -> None:
    assert whole(text) is None


@pytest.mark.parametrize(
    ("text", "plain"),
    [("1.234,5", "1234,5"), ("12.5", "12.5"), ("0.125", "0.125"), ("1 250", "1250"), ("-1.000", "-1000"), (" 7 ", "7")],
)
def test_marks_between_thousands_go_and_decimals_stay(text: str, plain: str) -> None:
    assert ungrouped(text) == plain


class _Form(forms.Form):
    pieces = WholeNumber(required=False)
    hectares = WrittenNumber(required=False, localize=True)


@pytest.mark.parametrize(
    ("typed", "pieces"), [("1.000", 1000), ("12.000", 12_000), ("250 000", 250_000), ("7", 7), ("", None), (" ", None)]
)
def test_a_thousand_typed_as_it_is_shown_is_a_thousand(typed: str, pieces: int | None) -> None:
    form = _Form({"pieces": typed})
    assert form.is_valid() and form.cleaned_data["pieces"] == pieces


def test_the_sentence_says_how_to_write_it() -> None:
    form = _Form({"pieces": "1,5", "hectares": "một"})
    assert form.errors["pieces"] == ["Hãy ghi số nguyên, ví dụ 1200 hoặc 1.200."]
    assert form.errors["hectares"] == ["Hãy ghi một số, ví dụ 1,5 hoặc 1.200."]


@pytest.mark.parametrize(("typed", "read"), [("1,5", "1.5"), ("1.5", "1.5"), ("1.234,5", "1234.5"), ("2.000", "2000")])
def test_hectares_are_read_with_comma_point_and_thousands(typed: str, read: str) -> None:
    form = _Form({"hectares": typed})
    assert form.is_valid() and str(form.cleaned_data["hectares"]) == read
