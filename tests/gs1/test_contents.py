"""Application identifiers: all of them are known, and asked for what the official syntax dictionary asks."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gs1.contents import PARTS, TESTS, has_alpha_check
from gs1.digitallink import KEYS, PATH_ONLY
from gs1.elements import element, is_known
from gs1.keys import Gs1Error

DICTIONARY = Path(__file__).parents[3] / "shared" / "fixtures" / "digitallink" / "gs1-syntax-dictionary.txt"
# Asked elsewhere (check digits, dates with an open day, truth values by biip) or not at all (coupons).
ELSEWHERE = {"csum", "gcppos2", "yymmd0", "yesno", "couponcode", "couponposoffer"}


class Row(NamedTuple):
    ai: str
    flags: str
    parts: tuple[str, ...]
    keys: str | None


@cache
def _rows() -> tuple[Row, ...]:
    if not DICTIONARY.exists():
        pytest.skip("the official dictionary stands in ../shared, which is absent here")
    found = []
    for line in DICTIONARY.read_text("utf-8").splitlines():
        match = re.fullmatch(r"(\d{2,4})(?:-(\d{2,4}))?\s+([*?]*)\s*(.*?)\s*(?:#.*)?", line)
        if match:
            words = match[4].split()
            parts = tuple(word for word in words if re.match(r"\[?[NXYZ]", word))
            key = next((word.removeprefix("dlpkey").lstrip("=") for word in words if word.startswith("dlpkey")), None)
            for number in range(int(match[1]), int(match[2] or match[1]) + 1):
                found.append(Row(str(number).zfill(len(match[1])), match[3], parts, key))
    return tuple(found)


def test_every_identifier_of_the_dictionary_is_known_and_no_other() -> None:
    listed = {row.ai for row in _rows()}
    assert len(listed) > 500
    possible = {f"{n:0{width}d}" for width in (2, 3, 4) for n in range(10**width)}
    assert {ai for ai in possible if is_known(ai)} == listed


def test_keys_their_qualifiers_and_what_stands_only_in_the_path_are_those_of_the_dictionary() -> None:
    keys = {
        row.ai: tuple(tuple(order.split(",")) for order in row.keys.split("|")) if row.keys else ()
        for row in _rows() if row.keys is not None
    }  # fmt: skip
    assert keys == KEYS
    assert {row.ai for row in _rows() if "?" not in row.flags} == PATH_ONLY


def test_every_part_is_asked_for_what_the_dictionary_names() -> None:
    for row in _rows():
        wanted, at = [], 0
        for part in row.parts:
            size, *tests = part.strip("[]").split(",")
            wanted += [(at, test) for test in tests if test not in ELSEWHERE]
            at += int(re.sub(r"\D", "", size))
        ours = [(part.start, part.test) for part in PARTS.get(row.ai, ())]
        # Company prefixes of keys that have digits only need no second look.
        assert set(ours) >= {(start, test) for start, test in wanted if test != "gcppos1"}, row
        assert set(ours) <= set(wanted), row
        if any(test == "gcppos1" for _, test in wanted) and not row.parts[0].startswith("N"):
            assert (0, "gcppos1") in ours, row
    assert {part.test for parts in PARTS.values() for part in parts} == TESTS.keys()


def test_lengths_and_characters_are_those_of_the_dictionary() -> None:
    for row in _rows():
        if any("," in part for part in row.parts):
            continue
        longest = "".join(("1" if "N" in part else "A") * int(re.sub(r"\D", "", part)) for part in row.parts)
        assert element(row.ai, longest).value == longest
        for wrong in (longest + longest[-1], " " * len(longest), "", "é" + longest[1:]):
            with pytest.raises(Gs1Error):
                element(row.ai, wrong)


@pytest.mark.parametrize(
    ("ai", "good", "bad"),
    [
        ("401", "8938500ABC", ["AB38500ABC", "893"]),
        ("8004", "8938500123ABC-1", ["ABCDEF"]),
        ("3912", "704123", ["000123"]),
        ("3932", "704123", ["001123"]),
        ("422", "704", ["000", "999"]),
        ("423", "704156", ["704000", "7041"]),
        ("421", "704ABC", ["000ABC"]),
        ("4300", "Vi%E1%BA%BFt", ["a%zz", "%2"]),
        ("4307", "VN", ["XX", "vn"]),
        ("4309", "01800000003600000000", ["18000000010000000000", "00000000003600000001"]),
        ("4324", "2611010830", ["2611012430", "2611010860", "2613010830"]),
        ("4326", "261101", ["261100", "260230"]),
        ("4331", "000400-", ["000400+"]),
        ("7003", "2611012359", ["2611012400", "2611002359"]),
        ("7007", "261101261130", ["261101261131", "261100"]),
        ("7011", "2611010830", ["2611010861"]),
        ("7030", "704ABC", ["001ABC"]),
        ("7030", "999ABC", ["998ABC"]),
        ("7040", "1ABC", ["1AB("]),
        ("7041", "201", ["a"]),
        ("7241", "80", ["00", "79"]),
        ("7250", "19900101", ["19900230", "00000101"]),
        ("7251", "199001010830", ["199001012500"]),
        ("7252", "9", ["3"]),
        ("7258", "1/2", ["2/1", "0/1", "1-2"]),
        ("8001", "12341234512310", ["00001234512310", "12340000012310", "12341234500010", "12341234512320"]),
        ("8003", "08938500123450ABC", ["18938500123450ABC"]),
        ("8006", "089385001234500102", ["089385001234500002", "089385001234500302", "089385001234510102"]),
        ("8026", "089385001234500102", ["089385001234510102"]),
        ("8007", "GB82WEST12345698765432", ["GB82WEST12345698765433", "XX82WEST12345698765432", "GB"]),
        ("8008", "26110108", ["26110124", "2611010860", "261101085960"]),
        ("8011", "12", ["012"]),
        ("8011", "0", ["00"]),
        ("8013", "1987654Ad4X4bL5ttr2310c2K", ["1987654Ad4X4bL5ttr2310c3K", "2K"]),
        ("4321", "1", ["2"]),
        ("11", "261100", ["261301"]),
    ],
)
def test_a_value_means_what_its_identifier_says(ai: str, good: str, bad: list[str]) -> None:
    assert element(ai, good).value == good
    for value in bad:
        with pytest.raises(Gs1Error) as refused:
            element(ai, value)
        assert refused.value.ai == ai


def test_a_model_number_has_its_own_check_and_length() -> None:
    assert has_alpha_check("1987654Ad4X4bL5ttr2310c2K")
    assert not has_alpha_check("1987654Ad4X4bL5ttr2310cK2")
    assert not has_alpha_check("2K") and not has_alpha_check("1" * 30)


@given(st.data())
def test_no_value_brings_any_identifier_down(data: st.DataObject) -> None:
    ai = data.draw(st.sampled_from([row.ai for row in _rows()]))
    value = data.draw(st.text("0123456789", max_size=30) | st.text("09AZaz%/-é ٠\n", max_size=30))
    try:
        assert element(ai, value) == (ai, value)
    except Gs1Error as refused:
        assert refused.ai == ai  # noqa: PT017
