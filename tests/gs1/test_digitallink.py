"""Digital Link URIs agree with the GS1 Barcode Syntax Engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gs1.digitallink import DigitalLink, build, parse, parse_path
from gs1.elements import Element, parse_bracketed
from gs1.keys import Gs1Error

FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures" / "digitallink"


def _rows(name: str) -> Iterator[list[str]]:
    file = FIXTURES / name
    if not file.exists():
        yield []
        return
    for line in file.read_text("utf-8").splitlines():
        if not line.startswith("# "):
            yield [*line.split("\t"), "", ""]


def _given(row: list[str]) -> list[str]:
    if not row:
        pytest.skip("the official cases stand in ../shared, which is absent here")
    return row


@pytest.mark.parametrize(
    "row", [*_rows("dl_uri_cases.tsv"), *_rows("vn_uri_cases.tsv")], ids=lambda r: r[0] if r else ""
)
def test_every_uri_gets_the_verdict_of_the_syntax_engine(row: list[str]) -> None:
    uri, verdict, elements = _given(row)[:3]
    if verdict == "valid":
        assert str(parse(uri)) == elements
    else:
        with pytest.raises(Gs1Error):
            parse(uri)


@pytest.mark.parametrize("row", list(_rows("dl_generate_cases.tsv")), ids=lambda r: r[0] if r else "")
def test_every_element_string_gives_the_uri_of_the_syntax_engine(row: list[str]) -> None:
    bracketed, stem, uri, verdict = _given(row)[:4]
    if verdict == "valid":
        assert build(parse_bracketed(bracketed)).uri(stem) == uri
    else:
        with pytest.raises(Gs1Error):
            build(parse_bracketed(bracketed))


def test_the_own_cases_hold_without_the_shared_folder() -> None:
    link = parse("https://ocop.example.vn/01/08938500123450/10/L1%2Fa/21/S1?17=271231&utm=x")
    assert link.get("10") == "L1/a"
    assert link.path == "/01/08938500123450/10/L1%2Fa/21/S1"
    assert link.get("99") is None


@pytest.mark.parametrize(
    "path",
    [
        "/01/8938500123450",
        "/01/08938500123451",
        "/01/08938500123450/21/S/10/L",
        "/01/08938500123450/21/S/21/S",
        "/",
        "/01",
        "/01/%00",
        "/01/٠٨٩٣٨٥٠٠١٢٣٤٥٠",
    ],
)
def test_a_path_that_is_nearly_right_is_refused(path: str) -> None:
    with pytest.raises(Gs1Error):
        parse_path(path)


@pytest.mark.parametrize("text", ["", "x(01)08938500123450", "(1)2", "(01)08938500123450(01)18938500123457"])
def test_element_strings_that_say_nothing_or_two_things_are_refused(text: str) -> None:
    with pytest.raises(Gs1Error):
        build(parse_bracketed(text))


serials = st.text("!\"%&'()*+,-./0123456789:;<=>?ABCXYZ_abcxyz", min_size=1, max_size=20)


@given(serials, serials)
def test_what_is_written_is_read_back(lot: str, serial: str) -> None:
    link = DigitalLink(Element("01", "08938500123450"), (Element("10", lot), Element("21", serial)))
    assert parse(link.uri("https://ocop.example.vn")) == link


@given(st.text(max_size=60))
def test_no_text_brings_the_reader_down(text: str) -> None:
    for uri in (
        text,
        "https://a/" + text,
        "https://a/01/08938500123450/" + text,
        "https://a/01/08938500123450?" + text,
    ):
        with suppress(Gs1Error):
            parse(uri)


@pytest.mark.parametrize(
    ("elements", "uri"),
    [
        ("(21)S1(01)08938500123450(10)L1(17)271231", "https://a.example/x/01/08938500123450/10/L1/21/S1?17=271231"),
        ("(01)08938500123450(235)T1", "https://a.example/x/01/08938500123450/235/T1"),
        ("(00)189385001234567895(99)A", "https://a.example/x/00/189385001234567895?99=A"),
    ],
)
def test_element_strings_become_links_and_links_element_strings(elements: str, uri: str) -> None:
    link = build(parse_bracketed(elements))
    assert link.uri("https://a.example/x/") == uri
    assert build(parse_bracketed(str(parse(uri)))) == link


@pytest.mark.parametrize(
    "uri",
    [
        "ftp://a.example/01/08938500123450", "https://a.example/01/0893850012345é", "https://a.example/01/%zz",
        "https://a.example/", "https://a_b/01/08938500123450", "https://a.example/01/08938500123450?17=1&17=1",
        "https://a.example/01/08938500123450?10=L1", "https://a.example/01/08938500123450?89=1",
        "https://a.example/01/08938500123450?8200=https", "https://a.example/01/08938500123450?01=08938500123450",
    ],
)  # fmt: skip
def test_a_uri_that_is_nearly_a_digital_link_is_refused(uri: str) -> None:
    with pytest.raises(Gs1Error):
        parse(uri)


@pytest.mark.parametrize("text", ["(10)L1", "(01)08938500123450(21)A(21)B", "(01)08938500123450(8200)https"])
def test_elements_that_make_no_link_are_refused(text: str) -> None:
    with pytest.raises(Gs1Error):
        build(parse_bracketed(text))


def test_parameters_of_other_people_are_let_be() -> None:
    assert parse("https://a.example/01/08938500123450?utm=x&17&s=1;17=271231").attributes == (Element("17", "271231"),)
