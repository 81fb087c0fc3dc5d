"""Compressed Digital Links: published vectors both ways, round trips, and nothing hostile gets through."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gs1.compression import _GROUPS, _LONGEST_VALUE, compress, decompress, decompress_path, looks_packed
from gs1.digitallink import KEYS, build, parse
from gs1.elements import Element, is_known
from gs1.keys import Gs1Error, check_digit
from gs1.packing import BASE64, LONGEST, UNSETTLED, Bits, bits_of_element, parts_packed, value_of

ORIGIN = "https://ocop.example.vn"
GTIN = "08938500123450"
VECTORS = [
    line.split("\t")
    for line in (Path(__file__).parent / "vectors_compression.tsv").read_text().splitlines()
    if not line.startswith("#")
]
KNOWN = [ai for ai in (f"{n:0{size}d}" for size in (2, 3, 4) for n in range(10**size)) if is_known(ai)]
CSET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"


def _others(uri: str) -> list[tuple[str, str]]:
    return [(key, value) for key, value in parse_qsl(urlsplit(uri).query) if not key.isdigit()]


def _segment(bits: str) -> str:
    bits += "0" * (-len(bits) % 6)
    return "".join(BASE64[int(bits[at : at + 6], 2)] for at in range(0, len(bits), 6))


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: row[2])
def test_every_published_vector_is_read_as_its_makers_say(row: list[str]) -> None:
    how, plain, packed = row
    if how == "unsound":
        with pytest.raises(Gs1Error, match=r"pieceoftotal|needs"):
            decompress(ORIGIN + packed)
    else:
        assert decompress(ORIGIN + packed).uri(ORIGIN) == ORIGIN + plain


@pytest.mark.parametrize("row", [row for row in VECTORS if row[0] != "unsound"], ids=lambda row: row[2])
def test_every_published_vector_is_written_as_its_makers_say(row: list[str]) -> None:
    how, plain, packed = row
    made = compress(parse(ORIGIN + plain), ORIGIN, _others(plain), partly=how == "partly", grouped=how == "yes")
    assert made == ORIGIN + packed


@pytest.mark.parametrize("row", [row for row in VECTORS if row[0] == "unsound"], ids=lambda row: row[2])
def test_values_that_the_dictionary_forbids_are_still_read_bit_for_bit(row: list[str]) -> None:
    path, _, query = row[1].partition("?")
    words = path.strip("/").split("/") + [word for pair in query.split("&") if pair for word in pair.split("=")]
    expected = dict(zip(words[::2], words[1::2], strict=True))
    bits, found = Bits(row[2][1:]), {}
    while bits.left >= 6:
        ai = f"{bits.take(8):02X}"
        while not is_known(ai):
            ai += str(bits.take(4))
        found[ai] = value_of(bits, ai)
    assert found == expected


@given(st.data())
def test_the_value_of_every_identifier_survives_packing(data: st.DataObject) -> None:
    ai = data.draw(st.sampled_from([ai for ai in KNOWN if ai not in UNSETTLED]))
    value = ""
    for part in parts_packed(ai):
        least = part.length if part.fixed else 0
        letters = (
            "0123456789"
            if part.digits
            else data.draw(st.sampled_from(["0123456789", "09af", "09AF", "Az_-9", CSET_82]))
        )
        value += data.draw(st.text(letters, min_size=least, max_size=part.length))
    assert value_of(Bits(_segment(bits_of_element(Element(ai, value)))), ai) == value


texts = st.text(CSET_82, min_size=1, max_size=20) | st.text("0123456789", min_size=1, max_size=20)
days = st.sampled_from(["271231", "280229", "270100"])
elements = st.fixed_dictionaries(
    {"01": st.just(GTIN)},
    optional={
        "22": texts, "10": texts, "21": texts, "11": days, "15": days, "17": days, "3103": st.just("000195"),
        "7003": st.just("2711302359"), "7007": st.sampled_from(["261101", "261101261130"]), "91": texts, "99": texts,
        "7011": st.sampled_from(["270101", "2701012359"]), "423": st.sampled_from(["704", "704156"]), "424": st.just("704"),
    },
)  # fmt: skip
others = st.lists(
    st.tuples(st.text("Az_-0ệ", min_size=1, max_size=9), st.text("aZ09 &=%+ế~", max_size=9)), max_size=3
).map(lambda pairs: [(key, value) for key, value in pairs if not key.isdigit()])


@given(elements, others, st.booleans(), st.booleans())
def test_a_link_survives_compression(
    held: dict[str, str], pairs: list[tuple[str, str]], partly: bool, grouped: bool
) -> None:
    link = build(Element(*pair) for pair in held.items())
    packed = compress(link, ORIGIN, pairs, partly=partly, grouped=grouped)
    if packed.split("?")[0] == f"{ORIGIN}/01/{GTIN}":  # nothing was there to pack
        assert (len(held), parse(packed)) == (1, link) or "7011" in held
        return
    unpacked = decompress(packed)
    assert (unpacked.link.key, unpacked.link.qualifiers) == (link.key, link.qualifiers)
    assert set(unpacked.link.attributes) == set(link.attributes)
    left = parse_qsl(urlsplit(packed).query, keep_blank_values=True)
    assert sorted(unpacked.others + tuple(pair for pair in left if pair[0] not in held)) == sorted(pairs)


@pytest.mark.parametrize("group", _GROUPS)
def test_every_group_is_written_and_read(group: str) -> None:
    values = {
        "01": GTIN, "255": "8938500123450", "414": "8938500123450", "8010": "8938500AB",         "17": "271231", "11": "271231", "15": "271231", "16": "271231", "7003": "2712312359", "30": "5", "8011": "7", "8019": "7",
    }  # fmt: skip
    values |= dict.fromkeys(("8017", "8018"), "89385001234500001" + check_digit("89385001234500001"))
    held = {
        ai: values.get(ai) or ("000195" if ai[:2] in ("31", "32") else "0125" if ai[0] == "3" else "A1")
        for ai in _GROUPS[group]
    }
    if group[0] in "A":
        held["30"] = "2"  # a price needs a measure
    link = build(Element(*pair) for pair in held.items())
    packed = compress(link, ORIGIN)
    assert "".join(f"{BASE64.index(c):06b}" for c in packed[len(ORIGIN) + 1 :][:2])[:8] == f"{int(group, 16):08b}"
    assert set(decompress(packed).link.elements) == set(link.elements)


def test_the_key_of_the_link_leads_where_several_keys_stand() -> None:
    for uri in (
        f"{ORIGIN}/8004/9520614141234567?01=09520123456788",
        f"{ORIGIN}/00/952012345678912345?02=09520123456788&37=25&10=ABC123",
        f"{ORIGIN}/8017/795260646688514634?99=000001&253=9526064000028000001",
    ):
        for partly in (False, True):
            assert decompress(compress(parse(uri), ORIGIN, partly=partly)).link.key == parse(uri).key


def test_what_has_no_settled_form_stays_in_the_query() -> None:
    link = parse(f"{ORIGIN}/01/{GTIN}/10/L1?7011=270101&17=271231")
    packed = compress(link, ORIGIN, [("17", "digits"), ("ghi chú", "a"), ("nguon", "chợ"), ("utm", "x y")])
    path, query = packed[len(ORIGIN) :].split("?")
    assert query == "7011=270101&17=digits&ghi%20ch%C3%BA=a&nguon=ch%E1%BB%A3"
    unpacked = decompress_path(path, "7011=270101")
    assert set(unpacked.link.elements) == set(link.elements)
    assert unpacked.others == (("utm", "x y"),)
    assert unpacked.uri(ORIGIN + "/") == f"{ORIGIN}/01/{GTIN}/10/L1?17=271231&7011=270101&utm=x%20y"
    for ai in UNSETTLED:
        with pytest.raises(Gs1Error, match="no settled compressed form"):
            parts_packed(ai)


def test_a_key_with_nothing_else_is_left_as_it_is_when_the_key_stays_in_the_clear() -> None:
    assert compress(parse(f"{ORIGIN}/414/8938500123450"), ORIGIN, partly=True) == f"{ORIGIN}/414/8938500123450"


@pytest.mark.parametrize(
    ("segment", "why"),
    [
        ("", "empty"),
        ("AQnYUc1gm", "too early"),
        ("AQ", "too early"),
        ("AQnYUc1gmh", "not padded"),
        ("AQnYUc1gmgA", "too early"),
        ("AQ*YUc1gmg", "not base64url"),
        ("A" * (LONGEST + 1), "too long"),
        ("z" * LONGEST, "CF is no group"),
        ("-" * LONGEST, "EF is no group|DF is no group"),
        (_segment("10110000"), "B0 is no group"),
        (_segment("00000100" + "0" * 70), r"\(04\) is not assigned"),
        (_segment("0011000101101010" + "0" * 20), r"\(316A\) is not assigned"),
        (_segment("00000001" + "1" * 47), "more digits"),
        (_segment("00010000" + "101" + "00001" + "0000000"), "no known alphabet"),
        (_segment("0100001100110000" + "0" * 40), "no settled compressed form"),
        (_segment("1111" + "0000000" + "000" + "0000000" + "0"), "pair"),
        (_segment("1111" + "0000001" + "110101" + "000" + "0000001" + "0001"), "pair"),
        (_segment("1111" + "0000001" + "000000" + "100" + "0000001" + "0001010"), "pair"),
    ],
)
def test_a_segment_that_is_no_compressed_link_is_refused_with_its_reason(segment: str, why: str) -> None:
    with pytest.raises(Gs1Error, match=why):
        decompress_path("/" + segment)


def test_a_sound_segment_still_has_to_make_a_sound_link() -> None:
    twice = _segment(
        "".join(f"{int(ai, 16):08b}" + bits_of_element(Element(ai, v)) for ai, v in (("10", "A"), ("10", "A")))
    )
    with pytest.raises(Gs1Error, match="duplicated"):
        decompress_path(f"/01/{GTIN}/{twice}")
    lot = _segment("00010000" + bits_of_element(Element("10", "A")))
    for path, query in ((f"/{lot}", ""), (f"/414/8938500123450/{lot}", ""), (f"/01/{GTIN}/{lot}", "10=A")):
        with pytest.raises(Gs1Error):
            decompress_path(path, query)
    assert decompress_path(f"/01/{GTIN}/{lot}/", "17=271231&utm=x").link.get("17") == "271231"


@given(st.text(BASE64, min_size=1, max_size=120), st.sampled_from(["", f"/01/{GTIN}", "/414/8938500123450", "/a/b"]))
def test_no_segment_brings_the_reader_down(segment: str, before: str) -> None:
    with suppress(Gs1Error):
        decompress_path(f"{before}/{segment}")


def test_every_cut_of_a_link_is_refused_or_says_less_and_never_something_else() -> None:
    whole = compress(parse(f"{ORIGIN}/01/{GTIN}/10/L20261101A/21/1V5KXYT3FEA89PSQ2E"), "", grouped=False)[1:]
    meant = set(decompress_path("/" + whole).link.elements)
    for cut in range(1, len(whole)):
        with suppress(Gs1Error):
            assert set(decompress_path("/" + whole[:cut]).link.elements) < meant


def test_the_longest_garbage_costs_milliseconds() -> None:
    started = time.process_time()
    for letter in BASE64:
        with suppress(Gs1Error):
            decompress_path(f"/01/{GTIN}/" + letter * LONGEST)
    assert time.process_time() - started < 64 * 0.2  # a guard against growth, not a measure


def test_every_key_can_be_compressed() -> None:
    assert all(parts_packed(ai) for ai in KEYS)


def test_what_cannot_be_a_compressed_link_is_known_at_sight() -> None:
    assert all(looks_packed(row[2].rsplit("/", 1)[1]) for row in VECTORS if row[0] != "unsound")
    for segment in ("", "AQ", "San-Pham", "robots.txt", "Sitemap1", "A" * (LONGEST + 1), "tra-cuu", "u" * 20):
        assert not looks_packed(segment), segment


def test_a_damaged_link_is_told_from_a_word_by_its_first_value() -> None:
    whole = compress(parse(f"https://id.example/01/{GTIN}/10/L1"), "").strip("/")
    assert looks_packed(whole[:-1]) and looks_packed(whole + "x")
    for word in ("wp-Login", "AAAAAAAA", "__wp-admin", whole[:4]):
        assert not looks_packed(word), word


def test_no_value_is_longer_than_what_is_looked_at_of_it() -> None:
    def bits(ai: str) -> int:
        return sum(3 + part.length.bit_length() + 7 * part.length for part in parts_packed(ai))

    known = [ai for n in (2, 3, 4) for ai in (f"{i:0{n}d}" for i in range(10**n)) if is_known(ai)]
    assert 16 + max(bits(ai) for ai in known if ai not in UNSETTLED) <= 6 * _LONGEST_VALUE


def test_small_hexadecimal_letters_are_alphabet_one_and_capitals_two() -> None:
    # GS1's tag data standard numbers the two the other way round; no published vector has small letters.
    for lot, number in (("abc123", "001"), ("ABC123", "010"), ("aBc123", "011"), ("123", "000"), ("ab#", "100")):
        assert bits_of_element(Element("10", lot)).startswith(f"{number}{len(lot):05b}")
    assert value_of(Bits(_segment("001" + "00011" + "101010111100")), "10") == "abc"


def test_a_whole_character_of_nothing_is_no_padding() -> None:
    full = compress(parse(f"{ORIGIN}/01/{GTIN}/10/12"), "", grouped=False)[1:]
    assert len(full) * 6 == 8 + 47 + 8 + 3 + 5 + 7
    with pytest.raises(Gs1Error):
        decompress_path(f"/{full}A")
