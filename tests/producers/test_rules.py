"""When names mean one producer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.producers.rules import (
    alike,
    duplicate_hint,
    kind_by_name,
    name_key,
    phone_without_consent,
    registration_unfit,
)

KINDS = ("enterprise", "cooperative", "household")


def unfit(**facts):
    given = {"name": "HTX Hợp Tiến", "kind": "cooperative", "kinds": KINDS, "tax_code": "", "address": "", "about": ""}
    return registration_unfit(**{**given, **facts})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Công ty Cổ phần Ngọc trai Hạ Long", "CÔNG TY CP NGỌC TRAI HẠ LONG"),
        ("Hợp tác xã Hợp Tiến", "HTX Hợp Tiến"),
        ("Công ty TNHH Long Hải", "Công ty trách nhiệm hữu hạn Long Hải"),
        ("Công ty TNHH một thành viên A", "Cty TNHH MTV A"),
    ],
)
def test_spellings_of_one_legal_form_are_one_name(one, other):
    assert name_key(one) == name_key(other)


@given(st.text(max_size=60))
def test_the_key_of_a_key_is_itself(name):
    assert name_key(name_key(name)) == name_key(name)


def test_the_three_quang_hanh_waters_are_variants_but_not_one():
    cp, union = "Công ty CP nước khoáng Quang Hanh", "Công ty TNHH MTV Nước khoáng Công đoàn Quang Hanh"
    assert name_key(cp) != name_key(union)
    assert alike(cp, union)
    assert not alike(cp, "Công ty CP Ngọc trai Hạ Long")
    assert not alike("HTX", "Công ty CP")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("HTX Việt Hoàng", "cooperative"),
        ("Hộ kinh doanh Chè Nguyễn", "household"),
        ("Công ty CP X", "enterprise"),
        ("Long Hải", "unknown"),
    ],
)
def test_the_legal_form_in_a_name_tells_the_kind(name, kind):
    assert kind_by_name(name) == kind


def test_every_fault_is_told_at_once():
    found = unfit(name="", kind="big", tax_code="12", address="x" * 301, about="\x07")
    assert {r.field for r in found} == {"name", "kind", "tax_code", "address", "about"}
    assert all(r.message.endswith(".") for r in found)


@pytest.mark.parametrize("tax", ["", "5700123456", "5700123456-001", "022123456789"])
def test_tax_codes_of_either_kind_are_fit(tax):
    assert unfit(tax_code=tax) == []


def test_an_equal_name_is_refused_and_a_similar_one_asks_first():
    equal = duplicate_hint("A", "A", [], False)
    assert equal is not None
    assert equal.code == "duplicate"
    similar = duplicate_hint("A", "", ["A B"], False)
    assert similar is not None
    assert similar.code == "variant"
    assert duplicate_hint("A", "", ["A B"], True) is None


def test_a_phone_number_needs_consent():
    assert phone_without_consent("0901234567", False)
    assert phone_without_consent("0901234567", True) is None
    assert phone_without_consent("", False) is None
