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
