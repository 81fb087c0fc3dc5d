"""Symbols by XOR are what the encoder draws, bit for bit, and readable."""

from __future__ import annotations

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ocop.stamps.exports.symbols import _as_int, batch, encode
from ocop.stamps.rules.codes import ALPHABET, LENGTH, Mint

HEADS = ["HTTPS://OCOP.EXAMPLE.VN/01/08938500123450/21/", "HTTP://127.0.0.1:8000/T/", "HTTPS://A.VN/T/"]
MINT = Mint(bytes(32))


@pytest.mark.parametrize("head", HEADS)
@settings(max_examples=25, deadline=None)
@given(seq=st.integers(0, 32**4 - 1), number=st.integers(0, 32767))
def test_every_symbol_equals_the_one_of_the_encoder(head: str, seq: int, number: int) -> None:
    prepared = batch(head, ALPHABET, LENGTH)
    text = head + MINT.code("t:1", 1, number, seq)
    expected = _as_int(encode(text, prepared.version)).to_bytes(prepared.size, "big")
    assert prepared.symbol(text) == expected


@pytest.mark.parametrize("head", HEADS)
def test_a_symbol_is_read_back(head: str) -> None:
    prepared = batch(head, ALPHABET, LENGTH)
    text = head + MINT.code("t:1", 1, 7, 12345)
    image = Image.frombytes("1", (prepared.width, prepared.width), bytes(b ^ 255 for b in prepared.symbol(text)))
    page = Image.new("L", (prepared.width + 8, prepared.width + 8), 255)
    page.paste(image.convert("L"), (4, 4))
    (found,) = zxingcpp.read_barcodes(page.resize((page.width * 4, page.height * 4), Image.Resampling.NEAREST))
    assert found.text == text


def test_small_letters_in_the_origin_are_refused() -> None:
    with pytest.raises(ValueError, match="alphanumeric"):
        batch("https://ocop.example.vn/t/", ALPHABET, LENGTH)
