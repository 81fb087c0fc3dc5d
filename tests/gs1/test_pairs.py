"""Company of application identifiers: every rule of the official dictionary, and the cases of the official engine."""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from gs1.digitallink import build, parse
from gs1.elements import Element, parse_bracketed
from gs1.keys import Gs1Error
from gs1.pairs import check, faults, needs, shuns

DICTIONARY = Path(__file__).parents[3] / "shared" / "fixtures" / "digitallink" / "gs1-syntax-dictionary.txt"
Rules = dict[str, set[str]]


@cache
def _dictionary() -> tuple[Rules, Rules]:
    """The rules of the file by identifier: who is needed, who is shut out."""
    if not DICTIONARY.exists():
        pytest.skip("the official dictionary stands in ../shared, which is absent here")
    needed: Rules = {}
    shut: Rules = {}
    for line in DICTIONARY.read_text("utf-8").splitlines():
        match = re.fullmatch(r"(\d{2,4})(?:-(\d{2,4}))?\s+[*?]*\s*(.*?)\s*(?:#.*)?", line)
        if match:
            words = match[3].split()
            for number in range(int(match[1]), int(match[2] or match[1]) + 1):
                ai = str(number).zfill(len(match[1]))
                needed[ai] = {g for w in words if w.startswith("req=") for g in w[4:].split(",")}
                shut[ai] = {g for w in words if w.startswith("ex=") for g in w[3:].split(",")}
    return needed, shut


def _elements(*ais: str) -> list[Element]:
    return [Element(ai, "1") for ai in ais]


def test_every_identifier_needs_what_the_dictionary_says_and_shuns_whom_it_says() -> None:
    needed, shut = _dictionary()
    assert len(needed) > 500
    assert {ai: {"+".join(group) for group in needs(ai)} for ai in needed} == needed
    assert {ai: set(shuns(ai)) for ai in shut} == shut


def test_each_need_of_the_dictionary_is_met_by_each_of_its_groups_and_by_nothing_less() -> None:
    needed, _ = _dictionary()
    asked = 0
    for ai, groups in needed.items():
        lacking = [f"AI ({ai}) needs"]
        assert any(f.startswith(lacking[0]) for f in faults(_elements(ai))) == bool(groups)
        for group in groups:
            company = [name.replace("n", "0") for name in group.split("+")]
            asked += 1
            assert not any(f.startswith(lacking[0]) for f in faults(_elements(ai, *company))), (ai, group)
            others = [name for name in company if name not in groups][:-1]
            if len(company) > 1:
                assert any(f.startswith(lacking[0]) for f in faults(_elements(ai, *others))), (ai, group)
    assert asked > 700


def test_every_pair_of_identifiers_gets_the_verdict_of_the_dictionary() -> None:
    _, shut = _dictionary()
    wide = [{re.compile(name.replace("n", r"\d")) for name in shut[ai]} for ai in shut]
    hit = {
        ai: {other for other in shut if any(p.fullmatch(other) for p in found)}
        for ai, found in zip(shut, wide, strict=True)
    }
    for one, other in combinations(shut, 2):
        expected = other in hit[one] or one in hit[other]
        found = any("may not stand beside" in fault for fault in faults(_elements(one, other)))
        assert found == expected, (one, other)


@pytest.mark.parametrize(
    ("elements", "sound"),
    [
        ("(02)12345678901231(37)123(00)123456789012345675", True),
        ("(91)XXX(02)12345678901231(92)YYY(37)123(93)ZZZ(00)123456789012345675", True),
        ("(02)12345678901231(99)AAA(37)123", False),
        ("(21)ABC123", False),
        ("(21)ABC123(8006)123456789012310510", True),
        ("(01)12345678901231(250)ABC123", False),
        ("(01)12345678901231(21)XYZ999(250)ABC123", True),
        ("(01)12345678901231(3925)12599", False),
        ("(01)12345678901231(3925)12599(30)123", True),
        ("(01)12345678901231(3925)12599(3295)654321", True),
        ("(3940)1234(3941)9999", False),
        ("(400)ABC(99)DEF(400)ABC", True),
        ("(400)ABC(400)ABCD", False),
        ("(400)ABC(99)DEF(400)XYZ", False),
        ("(253)1231231231232(8030)AbC-_", False),
        ("(253)1231231231232A1(8030)AbC-_", True),
        ("(01)12345678901231(8030)AbC-_", False),
    ],
)
def test_the_cases_of_the_engine_get_its_verdict(elements: str, sound: bool) -> None:
    found = faults(parse_bracketed(elements))
    assert (not found) == sound, found
    if not sound:
        with pytest.raises(Gs1Error) as refused:
            check(parse_bracketed(elements))
        assert str(refused.value) == found[0]
        assert f"({refused.value.ai})" in found[0]


@pytest.mark.parametrize(
    "uri",
    [
        "https://a.example/01/08938500123450?3103=000195&3102=000195",
        "https://a.example/01/08938500123450?37=12",
        "https://a.example/414/8938500123450?17=271231",
        "https://a.example/415/8938500123450",
        "https://a.example/8006/089385001234500102?01=08938500123450",
    ],
)
def test_a_link_whose_parts_may_not_stand_together_is_refused(uri: str) -> None:
    with pytest.raises(Gs1Error, match="beside"):
        parse(uri)


def test_a_link_is_not_built_of_what_may_not_stand_together() -> None:
    with pytest.raises(Gs1Error, match=r"AI \(3103\) may not stand beside \(3102\)"):
        build(parse_bracketed("(01)08938500123450(3103)000195(3102)000195"))
    assert build(parse_bracketed("(415)8938500123450(8020)X1(3912)704100")).path == "/415/8938500123450/8020/X1"
