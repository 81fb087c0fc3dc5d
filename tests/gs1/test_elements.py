"""Element strings: what is known at sight and what the full reader says are the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gs1.elements import Element, _read_in_full, element, is_known
from gs1.keys import Gs1Error, check_digit

texts = st.text("!\"%&'()*+,-./0123456789:;<=>?ABCXYZ_abcxyz^ ế", max_size=30)


def _verdict(read: object, ai: str, value: str) -> object:
    try:
        return read(ai, value)  # type: ignore[operator]
    except Gs1Error as error:
        return error.ai


@given(st.sampled_from(["10", "21", "22", "235", "254"]), texts)
def test_texts_get_one_verdict_from_both_readers(ai: str, value: str) -> None:
    assert _verdict(element, ai, value) == _verdict(_read_in_full, ai, value)


@given(st.sampled_from([("00", 17), ("01", 13), ("414", 12), ("417", 12)]), st.data(), st.booleans())
def test_numbers_get_one_verdict_from_both_readers(kind: tuple[str, int], data: st.DataObject, right: bool) -> None:
    ai, length = kind
    payload = data.draw(st.text("0123456789", min_size=length - 1, max_size=length + 1))
    value = payload + (check_digit(payload) if right else data.draw(st.sampled_from("0123456789a")))
    assert _verdict(element, ai, value) == _verdict(_read_in_full, ai, value)


@pytest.mark.parametrize("ai", ["", "1", "89", "999", "٠١", "01 "])
def test_an_identifier_that_gs1_never_gave_is_unknown(ai: str) -> None:
    assert not is_known(ai)
    with pytest.raises(Gs1Error):
        element(ai, "1")


def test_an_element_is_written_in_the_human_form() -> None:
    assert str(element("3103", "000195")) == "(3103)000195"
    assert element("21", "a/b") == Element("21", "a/b")
