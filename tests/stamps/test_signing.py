"""Signed stamps: a phone without a network can prove them; nobody without the private half can make one."""

from __future__ import annotations

import csv
import io

import pypdfium2
import pytest
import zxingcpp
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.stamps.acts import change_signing_key, draw_stamps, withdraw_signing_key
from ocop.stamps.exports import signed as drawing
from ocop.stamps.exports import symbols
from ocop.stamps.exports.labels import batch_labels
from ocop.stamps.exports.sheets import DOT, LEAST_DOTS, SHEETS, placed
from ocop.stamps.models import Batch, SigningKey
from ocop.stamps.queries import mint, signature_holds
from ocop.stamps.queries.signing import key_name
from ocop.stamps.rules import codes, signing
from ocop.stamps.rules.signing import MARK, bare, content_of, message, unwritten, verifies, written
from tests.stamps.cast import GTIN, cast, certify, lot, person
from tests.stamps.cast_rolls import officer

PRIVATE = ec.derive_private_key(0xC0FFEE, ec.SECP256R1())
CODE = codes.Mint(bytes(32)).code(GTIN, 1, 7, 42)
HEAD = f"HTTPS://OCOP.EXAMPLE.VN/01/{GTIN}/21/"


@given(st.binary(min_size=64, max_size=64), st.integers(0, 31))
def test_a_signature_is_written_and_read_back(signature: bytes, key: int) -> None:
    text = written(key, signature)
    assert set(text) <= set(codes.ALPHABET)
    assert unwritten(text) == (key, signature)


def test_a_signature_has_one_writing_only() -> None:
    text = written(0, bytes(64))
    assert unwritten(text[:-1] + "1") is None
    assert unwritten(text[:-1]) is None
    assert unwritten("0" * 103 + "U") is None


def test_the_signature_is_plain_ecdsa_that_any_library_verifies() -> None:
    data = message(GTIN, CODE)
    assert data == f"ocop stamp v1|{GTIN}|{CODE}".encode()
    given = signing.signed(PRIVATE, data)
    der = encode_dss_signature(int.from_bytes(given[:32], "big"), int.from_bytes(given[32:], "big"))
    PRIVATE.public_key().verify(der, data, ec.ECDSA(hashes.SHA256()))
    with pytest.raises(InvalidSignature):
        PRIVATE.public_key().verify(der, data + b"0", ec.ECDSA(hashes.SHA256()))
    assert given == signing.signed(PRIVATE, data), "a label that is printed again carries the same signature"


@given(st.integers(0, 63), st.integers(1, 255))
def test_one_changed_byte_of_a_signature_proves_nothing(place: int, flip: int) -> None:
    data = message(GTIN, CODE)
    given = bytearray(signing.signed(PRIVATE, data))
    given[place] ^= flip
    assert not verifies(PRIVATE.public_key(), data, bytes(given))


@pytest.mark.parametrize(
    ("subject", "code"), [("08938500123467", CODE), (GTIN, CODE[:-1] + "0"), (GTIN, "2" + CODE[1:]), ("t:7", CODE)]
)
def test_a_signature_holds_for_its_own_stamp_only(subject: str, code: str) -> None:
    given = signing.signed(PRIVATE, message(GTIN, CODE))
    assert not verifies(PRIVATE.public_key(), message(subject, code), given)
    assert not verifies(ec.generate_private_key(ec.SECP256R1()).public_key(), message(GTIN, CODE), given)
    assert not verifies(PRIVATE.public_key(), message(GTIN, CODE), given[:-1])


def test_what_a_camera_reads_is_taken_apart() -> None:
    given = signing.signed(PRIVATE, message(GTIN, CODE))
    found = content_of(f"{HEAD}{CODE}{MARK}{written(3, given)}")
    assert found == ("ocop.example.vn", GTIN, CODE, 3, given)
    assert content_of(f"https://x.vn/t/{CODE.lower()}?S=abc") == ("x.vn", "", CODE, None, b"abc")
    assert content_of(codes.grouped(CODE)) == ("", "", CODE, None, b"")
    assert bare(f"{HEAD}{CODE}{MARK}{written(3, given)}") == CODE


@given(st.integers(0, 2**20 - 1), st.binary(min_size=64, max_size=64))
def test_symbols_by_xor_are_what_the_encoder_draws(prepared: drawing.SignedBatch, seq: int, signature: bytes) -> None:
    front, back = HEAD + codes.Mint(bytes(32)).code(GTIN, 1, 7, seq), written(31, signature)
    slow = symbols._as_int(drawing.encode(front, back)).to_bytes(prepared.size, "big")
    assert prepared.symbol(front + MARK + back) == slow


@pytest.fixture(scope="module")
def prepared() -> drawing.SignedBatch:
    return drawing.signed_batch(HEAD)


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=lambda sheet: sheet.key)
def test_every_paper_holds_a_signed_symbol_of_four_dots_a_module(sheet: object, prepared: drawing.SignedBatch) -> None:
    assert prepared.version == 7
    # An address of forty characters more still fits: two versions larger.
    for modules in (prepared.width, prepared.width + 4):
        place = placed(sheet, modules)  # type: ignore[arg-type]
        assert place.symbol / modules / DOT >= LEAST_DOTS - 1e-9


@pytest.fixture
def signed_batch(db: None) -> Batch:
    who = cast()
    certify(who.product)
    return draw_stamps(lot(who), 12, by=who.ba, kind="signed")


def test_labels_are_read_back_and_their_signatures_hold(signed_batch: Batch) -> None:
    pdf = b"".join(batch_labels(signed_batch, 0, 12, "a4-65", "pdf"))
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=300 / 72).to_pil()
    read = {found.text for found in zxingcpp.read_barcodes(image)}
    listed = b"".join(batch_labels(signed_batch, 0, 12, "a4-65", "csv")).decode("utf-8-sig")
    assert read == {row["noi_dung_ma_vuong"] for row in csv.DictReader(io.StringIO(listed))}
    own = set(mint().codes(GTIN, signed_batch.epoch, signed_batch.number, range(12)))
    assert {content_of(text).code for text in read} == own
    assert all(signature_holds(content_of(text), GTIN) for text in read)
    assert not any(signature_holds(content_of(text), "08938500123467") for text in read)
    assert signature_holds(content_of(next(iter(read)).partition("?")[0]), GTIN) is None
    assert b"<path" in b"".join(batch_labels(signed_batch, 0, 12, "a4-40", "svg"))
    with pytest.raises(Refused, match="PDF, SVG hoặc CSV"):
        batch_labels(signed_batch, 0, 12, "cuon-1", "zpl-300")


def test_a_key_is_made_once_changed_and_withdrawn(signed_batch: Batch) -> None:
    first = SigningKey.objects.get()
    old = _content(signed_batch)
    keeper = officer()
    second = change_signing_key(by=keeper)
    new = _content(signed_batch)
    assert (old.key, new.key) == (0, 1)
    assert bytes(first.public_key) != bytes(second.public_key)
    assert signature_holds(old, GTIN) and signature_holds(new, GTIN), "what was printed stays good"
    assert not signature_holds(old._replace(key=1), GTIN)
    withdraw_signing_key(first, by=keeper, reason="Máy in nhãn bị mất cùng ổ đĩa")
    assert signature_holds(old, GTIN) is None, "labels printed before are not forged, only unproved"
    assert signature_holds(new, GTIN)
    with pytest.raises(Refused, match="đã thu hồi rồi"):
        withdraw_signing_key(first, by=keeper, reason="Máy in nhãn bị mất cùng ổ đĩa")
    verbs = list(Line.objects.order_by("number").values_list("verb", flat=True))
    assert [v for v in verbs if "signing" in v] == [
        "open_signing_key", "close_signing_key", "open_signing_key", "withdraw_signing_key",
    ]  # fmt: skip


def test_only_the_office_changes_keys_and_says_why(signed_batch: Batch) -> None:
    stranger = person("Ông Bảy")
    with pytest.raises(Refused, match="cơ quan OCOP tỉnh"):
        change_signing_key(by=stranger)
    with pytest.raises(Refused) as refused:
        withdraw_signing_key(SigningKey.objects.get(), by=stranger, reason="")
    assert len(refused.value.reasons) == 2


def test_a_machine_without_the_private_half_prints_nothing(signed_batch: Batch) -> None:
    file = settings.KEYS_DIR / key_name(0)
    kept = file.read_bytes()
    try:
        for wrong in (None, b"%064x" % 7):
            file.unlink() if wrong is None else file.write_bytes(wrong)
            with pytest.raises(Refused, match="không giữ khóa ký"):
                batch_labels(signed_batch, 0, 1, "a4-40", "pdf")
    finally:
        file.write_bytes(kept)


def _content(batch: Batch) -> signing.Content:
    listed = b"".join(batch_labels(batch, 0, 1, "a4-40", "csv")).decode("utf-8-sig")
    return content_of(next(csv.DictReader(io.StringIO(listed)))["noi_dung_ma_vuong"])
