"""Pages glued from pieces, and linksets as GS1 wants them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.scans.exports.linkset import context, linkset, own_choices, resolver_description
from ocop.scans.exports.moulds import Mould, gap
from ocop.scans.exports.passport import shell
from ocop.scans.exports.pieces import glued, piece, raw_piece

FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures" / "digitallink"


@given(st.lists(st.tuples(st.booleans(), st.text(max_size=300))))
def test_glued_pieces_are_one_gzip_member(texts: list[tuple[bool, str]]) -> None:
    pieces = [piece(text) if packed else raw_piece(text) for packed, text in texts]
    whole = "".join(text for _, text in texts).encode()
    assert glued(pieces, gzip=False) == whole
    assert gzip.decompress(glued(pieces, gzip=True)) == whole


def test_a_long_raw_piece_is_compressed_after_all() -> None:
    text = "ế" * 70_000
    assert gzip.decompress(glued([raw_piece(text)], gzip=True)).decode() == text


@pytest.mark.parametrize("language", ["vi", "en", "zh-hans"])
def test_the_shell_is_whole_in_every_language(language: str) -> None:
    html = "".join(p.plain.decode() for p in shell(language))
    assert html.startswith("<!doctype html>")
    assert html.rstrip().endswith("</html>")
    assert "@@" not in html


def _schema(name: str) -> dict[str, object]:
    file = FIXTURES / name
    if not file.exists():
        pytest.skip("the official schemas stand in ../shared, which is absent here")
    schema: dict[str, object] = json.loads(file.read_text("utf-8"))
    return schema


@pytest.mark.parametrize("certificate", ["", "OCOP-QN-00001"])
def test_a_linkset_keeps_to_the_schema_of_gs1(certificate: str) -> None:
    path = "/01/08938500123450/21/10000005EKEQSNHVXNQ"
    document = linkset([context(path, "Mật ong rừng", own_choices("mat-ong", certificate, 7))])
    jsonschema.validate(document, _schema("linkset/gs1-linkset-schema.json"))
    (found,) = document["linkset"]
    assert found["anchor"].endswith(path)
    links = [link for key, made in found.items() if key.startswith("https://") for link in made]
    assert all(link["href"].startswith("http") and link["title"] for link in links)
    assert len(links) == (6 if certificate else 5)


@given(
    st.lists(st.text(min_size=1, max_size=400), min_size=2, max_size=5),
    st.lists(st.text(max_size=200), min_size=6, max_size=6),
)
def test_a_filled_mould_is_the_page_that_would_have_been_glued(fixed: list[str], values: list[str]) -> None:
    texts = [part for i, text in enumerate(fixed) for part in (text, gap(f"v{i}"))]
    mould = Mould([piece("".join(texts[:3])), *map(piece, texts[3:])])
    given_values = [value.encode() for value in values[: len(mould.gaps)]]
    whole = "".join(text + value for text, value in zip(fixed, values, strict=False)).encode()
    assert mould.plain(given_values) == whole
    for _ in range(6):  # the first times by the long way, then by tables
        assert gzip.decompress(mould.gzipped(given_values)) == whole


def test_no_text_of_a_person_can_hold_a_gap() -> None:
    assert Mould([piece("@@shown@@ @@path@@ \x00")]).gaps == ()


def test_the_resolver_describes_itself() -> None:
    jsonschema.validate(resolver_description(), _schema("resolver-description.schema.json"))
