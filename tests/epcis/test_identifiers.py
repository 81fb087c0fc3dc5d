"""EPC URNs and Digital Links mean the same; malformed ones are named."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epcis import to_link, to_urn
from epcis.canonical import identifier, moment, value
from epcis.identifiers import SCHEMES, link_fault, urn_fault
from epcis.vocabulary import VOCABULARIES, short, synonyms, urn, web
from gs1.digitallink import DigitalLink, parse
from gs1.elements import Element
from gs1.keys import Gs1Error

# Numbers are made up; company prefix 89385001 has eight digits.
PAIRS = [
    ("urn:epc:id:sgtin:89385001.10001.S%2F1", "/01/18938500100014/21/S%2F1"),
    ("urn:epc:id:sscc:89385001.312345678", "/00/389385001123456785"),
    ("urn:epc:id:sgln:89385001.1000.0", "/414/8938500110009"),
    ("urn:epc:id:sgln:89385001.1000.NUONG-1", "/414/8938500110009/254/NUONG-1"),
    ("urn:epc:id:pgln:89385001.1000", "/417/8938500110009"),
    ("urn:epc:id:grai:89385001.1000.SN1", "/8003/08938500110009SN1"),
    ("urn:epc:id:giai:89385001.MAY-7", "/8004/89385001MAY-7"),
    ("urn:epc:id:gsrn:89385001.123456789", "/8018/893850011234567899"),
    ("urn:epc:id:gsrnp:89385001.123456789", "/8017/893850011234567899"),
    ("urn:epc:id:gdti:89385001.1000.PKN1", "/253/8938500110009PKN1"),
    ("urn:epc:id:sgcn:89385001.1000.77", "/255/893850011000977"),
    ("urn:epc:id:ginc:89385001.LO1", "/401/89385001LO1"),
    ("urn:epc:id:gsin:89385001.12345678", "/402/89385001123456784"),
    ("urn:epc:id:cpi:89385001.B%2FC.42", "/8010/89385001B%2FC/8011/42"),
    ("urn:epc:id:itip:89385001.10001.01.02.S1", "/8006/189385001000140102/21/S1"),
    ("urn:epc:id:upui:89385001.10001.T%3C1", "/01/18938500100014/235/T%3C1"),
    ("urn:epc:class:lgtin:89385001.10001.L1", "/01/18938500100014/10/L1"),
    ("urn:epc:idpat:sgtin:89385001.10001.*", "/01/18938500100014"),
]


@pytest.mark.parametrize(("name", "path"), PAIRS)
def test_a_urn_becomes_its_link_and_comes_back(name: str, path: str) -> None:
    assert to_link(name, "https://ocop.example.vn/") == "https://ocop.example.vn" + path
    assert urn_fault(name) is None
    assert to_urn("https://ocop.example.vn" + path, 8) == name
    assert identifier(name) == identifier("https://ocop.example.vn/x" + path + "?q=1")


def test_patterns_of_assets_documents_and_coupons_are_links_without_serial() -> None:
    assert to_link("urn:epc:idpat:grai:89385001.1000.*").endswith("/8003/08938500110009")
    assert to_link("urn:epc:idpat:gdti:89385001.1000.*").endswith("/253/8938500110009")


@pytest.mark.parametrize(
    "name",
    [
        "urn:epc:id:sgtin",
        "urn:epc:id:sgtin:12345.12345678.1",
        "urn:epc:id:sgtin:1234567.12345.1",
        "urn:epc:id:sgtin:1234567.123456",
        "urn:epc:id:sgtin:1234567.123456.",
        "urn:epc:id:sgtin:1234567.123456." + "1" * 21,
        "urn:epc:id:sgtin:1234567.12345a.1",
        "urn:epc:id:sgtin:1234567.123456.a/b",
        "urn:epc:id:sgtin:1234567.123456.%2f%00",
        "urn:epc:id:sgtin:١٢٣٤٥٦٧.123456.1",
        "urn:epc:id:sscc:1234567.1234567890.1",
        "urn:epc:id:sgcn:1234567.12345.1a",
        "urn:epc:id:giai:1234567." + "a" * 24,
        "urn:epc:id:cpi:1234567.abc.1",
        "urn:epc:id:cpi:1234567.ABC.x",
        "urn:epc:id:itip:1234567.123456.1.02.S",
        "urn:epc:idpat:sgtin:1234567.123456.1",
        "urn:epc:other:thing:1",
    ],
)
def test_a_malformed_urn_is_explained_and_never_translated(name: str) -> None:
    fault = urn_fault(name)
    assert fault and fault.endswith((".", "…"))
    with pytest.raises(Gs1Error):
        to_link(name)
    assert identifier(name) is None


def test_a_kind_of_urn_that_this_library_does_not_know_is_left_alone() -> None:
    assert urn_fault("urn:epc:id:bic:CSQU3054383") is None


def test_a_link_without_serial_or_of_another_key_has_no_urn() -> None:
    for link in (
        "https://a/253/8938500110009",
        "https://a/8013/1987654Ad4X4bL5ttr2310c2K",
        "https://a/8006/189385001000140102",
    ):
        with pytest.raises(Gs1Error):
            to_urn(link, 8)
    with pytest.raises(Gs1Error):
        to_urn("https://a/417/8938500110009", 5)
    with pytest.raises(Gs1Error):
        to_urn(DigitalLink(Element("01", "18938500100014"), (Element("21", "nếp"),)), 8)


serials = st.text("!'()*+,-.0123456789:;=ABCXYZ_abcxyz%&/<>?\"", min_size=1, max_size=16)


@given(st.integers(6, 12), st.integers(0, 10**13 - 1), serials)
def test_any_item_number_and_serial_survives_the_way_there_and_back(length: int, number: int, serial: str) -> None:
    digits = f"{number:013d}"
    link = parse(to_link(f"urn:epc:id:sgtin:{digits[:length]}.{digits[length:]}.A"))
    written = to_urn(type(link)(link.key, (link.qualifiers[0]._replace(value=serial),)), length)
    assert written.startswith(f"urn:epc:id:sgtin:{digits[:length]}.{digits[length:]}.")
    assert parse(to_link(written)).get("21") == serial


@given(st.sampled_from(sorted(SCHEMES)), st.text("0123456789.%AF*-", max_size=30))
def test_no_urn_brings_the_reader_down(kind: str, body: str) -> None:
    name = f"urn:epc:{kind}:{body}"
    if urn_fault(name) is None:
        assert parse(to_link(name))
    with suppress(Gs1Error):
        to_link(name)


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("https://id.gs1.de/01/04012345999990/22/2A/10/L1/21/S1", "/01/04012345999990/21/S1"),
        ("http://a/01/4012345999990/22/2A/10/L1?17=271231", "/01/04012345999990/10/L1"),
        ("http://a/01/04012345999990/22/2A", "/01/04012345999990"),
        ("http://a/stem/8006/040123459999900102/21/S1/", "/8006/040123459999900102/21/S1"),
        ("http://a/417/4012345000009#x", "/417/4012345000009"),
    ],
)
def test_the_canonical_link_is_the_finest_one(uri: str, expected: str) -> None:
    assert identifier(uri) == "https://id.gs1.org" + expected


@pytest.mark.parametrize(
    "uri", ["https://a/", "https://a/01/x", "https://a/x/0112345678", "urn:uuid:1", "https://a/01/123456789"]
)
def test_what_is_no_key_has_no_canonical_link(uri: str) -> None:
    assert identifier(uri) is None


def test_links_of_any_host_are_checked_in_full() -> None:
    assert link_fault("https://id.gs1.org/01/08938500110016/10/L%2F1?17=271231") is None
    assert "check digit" in str(link_fault("https://id.gs1.org/00/389385001123456780"))


@pytest.mark.parametrize("field", sorted(VOCABULARIES))
def test_the_three_spellings_of_a_word_are_one(field: str) -> None:
    vocabulary = VOCABULARIES[field]
    for word in vocabulary.words:
        for spelling in synonyms(field, word):
            assert short(field, spelling) == word
            assert synonyms(field, spelling) == synonyms(field, word)
        assert value(web(field, word), {}) == vocabulary.web + word
    assert short(field, "https://ocop.example.vn/own") == urn(field, "https://ocop.example.vn/own")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-31T23:59:59.9995+00:00", "2027-01-01T00:00:00.000Z"),
        ("2026-12-31T23:59:59.999499+00:00", "2026-12-31T23:59:59.999Z"),
        ("0900-01-01T00:00:00Z", "0900-01-01T00:00:00.000Z"),
        ("2026-12-31T23:59:59", "2026-12-31T23:59:59"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
        ("soon", "soon"),
    ],
)
def test_moments_are_written_in_utc_with_milliseconds(text: str, expected: str) -> None:
    assert moment(text) == expected


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (True, "true"), (7, "7"), (7.0, "7"), (0.5, "0.5"), ("+07.50", "7.5"), ("1e400", "1e400"), ("-009007199254740993", "-9007199254740992"), (9007199254740993, "9007199254740992"), (2**1024, hex(2**1024)),
        ("000", "0"), ("-0", "0"), ("9" * 400, "9" * 400),
        ("0" * 5000 + "7", "7"), ("12.", "12"), (".5", "0.5"), (" x ", "x"),
        (None, ""), ("gs1:MT-Humidity", "https://gs1.org/voc/MT-Humidity"), ("own:x", "own:x"),
        ("urn:epcglobal:cbv:btt:po", "https://ref.gs1.org/cbv/BTT-po"), ("urn:uuid:1", "urn:uuid:1"),
    ],
)  # fmt: skip
def test_values_have_one_spelling(item: object, expected: str) -> None:
    assert value(item, {}) == expected


def test_a_prefix_that_a_document_gave_another_meaning_is_not_expanded() -> None:
    assert value("gs1:x", {"gs1": "https://khac.example.vn/"}) == "gs1:x"


def test_plain_links_have_no_fault_and_wrong_ones_say_theirs() -> None:
    assert link_fault("https://id.gs1.org/01/08938500110023/21/S1") is None
    assert link_fault("https://id.gs1.org/01/08938500110024/21/S1")
