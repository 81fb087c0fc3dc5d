"""Pages glued from pieces, and linksets as GS1 wants them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.scans.exports.linkset import links_of, linkset, resolver_description
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
    document = linkset(path, "Mật ong rừng", links_of(path, "mat-ong", certificate))
    jsonschema.validate(document, _schema("linkset/gs1-linkset-schema.json"))
    (context,) = document["linkset"]
    assert context["anchor"].endswith(path)
    links = [link for key, found in context.items() if key.startswith("https://") for link in found]
    assert all(link["href"].startswith("http") and link["title"] for link in links)
    assert len(links) == (4 if certificate else 3)


def test_the_default_link_carries_no_optional_attribute_and_is_described_again() -> None:
    document = linkset("/t/X", "Mật ong", links_of("/t/X", "mat-ong", ""))
    (context,) = document["linkset"]
    (default,) = context["https://ref.gs1.org/voc/defaultLink"]
    assert set(default) == {"href", "title"}
    assert any(
        default["href"] == link["href"]
        for key, found in context.items() if key.endswith("/traceability") for link in found
    )  # fmt: skip


def test_the_resolver_describes_itself() -> None:
    jsonschema.validate(resolver_description(), _schema("resolver-description.schema.json"))
