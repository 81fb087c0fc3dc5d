"""Whatever a device sends is read or refused with a sentence; nothing in between."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.diaries.rules import KINDS, Said, code_form, read_entry
from ocop.diaries.rules.values import as_moment, as_quantity, offset_of
from ocop.journal.rules import Reason
from tests.diaries.cast import entry

NOW = datetime(2026, 8, 9, tzinfo=UTC)
NAMES = (
    "id", "kind", "at", "book", "site", "area", "lot", "gps", "inputs", "outputs", "files", "after", "corrects", "note", "details",
)  # fmt: skip
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@given(_json)
def test_anything_at_all_is_an_entry_or_a_list_of_reasons(raw: object) -> None:
    assert isinstance(read_entry(raw, NOW), list)


@given(st.dictionaries(st.sampled_from(NAMES), _json, max_size=4), st.sampled_from([k.key for k in KINDS]))
def test_a_good_entry_with_odd_parts_is_read_or_refused_with_words(odd: dict[str, Any], kind: str) -> None:
    found = read_entry({**entry(kind, at="2026-08-09T07:30:00+07:00"), **odd}, NOW)
    if isinstance(found, Said):
        assert found.payload
    else:
        assert found
        assert all(isinstance(reason, Reason) and reason.message for reason in found)


@given(st.decimals(min_value=0, max_value=10**9, places=3))
def test_a_quantity_means_the_same_with_comma_point_or_as_a_number(number: Decimal) -> None:
    assert as_quantity(str(number)) == as_quantity(str(number).replace(".", ",")) == number
    assert as_quantity(float(number)) == number


@pytest.mark.parametrize(
    "odd", ["", "NaN", "Infinity", "-1", "1e99", "1.2345", "1,2,3", True, None, [], "9" * 30, 10**11]
)
def test_what_is_no_quantity_is_none(odd: object) -> None:
    assert as_quantity(odd) is None


def test_a_moment_needs_its_zone() -> None:
    assert as_moment("2026-08-09T07:30:00") is None
    for text, offset in (
        ("2026-08-09T07:30:00+07:00", "+07:00"),
        ("2026-08-09T00:30:00Z", "+00:00"),
        ("2026-08-09T00:30:00-03:30", "-03:30"),
    ):
        moment = as_moment(text)
        assert moment is not None
        assert offset_of(moment) == offset


@pytest.mark.parametrize(
    ("code", "form"),
    [("VN-QNOR-0269", "export"), ("VN-XXPH-131", "export_packing"), ("75-PUC-SR-00001-CHN", "national"), ("22-PHC-CAM-00012", "national_packing"),
     ("22-PUC-S-00001", "free"), ("VN-QN-1", "free"), ("vườn nhà", "free"), ("", "")],
)  # fmt: skip
def test_planting_area_codes_of_both_forms_are_told_from_free_text(code: str, form: str) -> None:
    assert code_form(code) == form


def test_nothing_said_is_refused_and_one_word_is_enough() -> None:
    bare = {**entry("harvest"), "at": "2026-08-09T07:30:00+07:00"}
    assert isinstance(read_entry(bare, NOW), list)
    assert isinstance(read_entry({**bare, "note": "được mùa"}, NOW), Said)
    assert isinstance(read_entry({**bare, "kind": "correction"}, NOW), list)
