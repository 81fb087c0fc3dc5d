"""What a file is, told from its bytes: liars, bombs and hybrids are refused with a sentence."""

import io
import unicodedata
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ocop.journal.rules import Refused
from ocop.papers.rules import DOCX, JPEG, PDF, PNG, WEBP, XLSX, file_name, judge

from .conftest import office, pdf, picture


def _sentence(data: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        judge(data, "tep")
    (reason,) = refusal.value.reasons
    assert reason.field == "tep"
    return reason.message


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (pdf(3), PDF), (picture("JPEG"), JPEG), (picture("PNG"), PNG), (picture("WEBP"), WEBP),
        (office("word"), DOCX), (office("excel"), XLSX),
    ],
)  # fmt: skip
def test_papers_that_people_bring_are_known_by_their_structure(data: bytes, media_type: str) -> None:
    assert judge(data).media_type == media_type


def test_pages_are_counted() -> None:
    assert judge(pdf(3)).pages == 3


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "rỗng"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "SVG"),
        (b"<html><!-- %PDF-1.7 --><script>1</script></html>", "trang web"),
        (b"\n%PDF-1.7", "Không nhận ra"),
        (b"MZ\x90\x00" + b"\x00" * 200, "Không nhận ra"),
        (b"%PDF-1.7\nkhong co gi\n%%EOF", "hỏng"),
        (b"%PDF-1.7\n" + b"[" * 100_000 + b"\n%%EOF", "hỏng"),
        (pdf()[:-30], "cắt cụt"),
        (pdf() + b"\n<script>1</script>", "hai loại nội dung"),
        (pdf() + b"x" * 5000, "cắt cụt"),
        (pdf(password="bi-mat"), "khóa bằng mật khẩu"),
        (pdf(script=True), "mã chạy"),
        (pdf(attachment=True), "đính bên trong"),
        (picture("JPEG")[:400], "hỏng"),
        (picture("PNG")[:-900], "hỏng"),
        (picture("JPEG") + b"<html><script>1</script>", "hai loại nội dung"),
        (picture("JPEG") + office("word"), "kho nén"),
        (b"\xff\xd8\xff\xe0" + pdf(), "hai loại nội dung"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "hỏng"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 64, "HEIC"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 64, "đời cũ"),
        (office("other"), "Tệp nén"),
        (b"PK\x03\x04" + b"\x00" * 64, "hỏng"),
        (office("word", {"word/vbaProject.bin": b"x"}), "macro"),
        (office("word", {"word/media/bomb.bin": b"\x00" * 20_000_000}), "bung ra"),
    ],
)  # fmt: skip
def test_what_may_not_be_kept_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    assert words in _sentence(data)


def _png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    size = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(b"\x00" * 9)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [6_000, 9_600, 40_000, 2**31 - 1])
def test_an_image_of_too_many_points_is_refused_before_it_is_unpacked(side: int) -> None:
    assert "triệu điểm ảnh" in _sentence(_png_header(side, side))


def test_the_public_copy_of_a_photograph_has_no_place_and_stands_upright() -> None:
    data = picture("JPEG", (60, 40), gps=True, turned=True)
    with Image.open(io.BytesIO(data)) as original:
        assert original.getexif().get_ifd(0x8825), "the test's photograph must carry its place"
    public = judge(data).public
    with Image.open(io.BytesIO(public)) as copy:
        assert copy.size == (40, 60)
        assert not copy.getexif()
        assert "exif" not in copy.info
    assert b"Exif" not in public


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_public_copies_of_other_images_lose_their_place_too(form: str) -> None:
    public = judge(picture(form, gps=True)).public
    with Image.open(io.BytesIO(public)) as copy:
        assert copy.format == form
        assert not copy.getexif()


def test_a_large_photograph_gets_a_public_copy_that_a_phone_can_load() -> None:
    with Image.open(io.BytesIO(judge(picture("JPEG", (4000, 3000))).public)) as copy:
        assert copy.size == (2400, 1800)


def test_a_transparent_palette_image_keeps_its_transparency() -> None:
    out = io.BytesIO()
    Image.new("P", (5, 5)).save(out, "PNG", transparency=0)
    with Image.open(io.BytesIO(judge(out.getvalue()).public)) as copy:
        assert copy.mode == "RGBA"
        assert copy.getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(
    ("given_name", "media_type", "name"),
    [
        ("Giấy phép.pdf", PDF, "Giấy phép.pdf"),
        ("hóa đơn.exe", PDF, "hóa đơn.pdf"),
        ("C:\\Users\\ba\\ảnh vườn.PNG", JPEG, "ảnh vườn.jpg"),
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("..", PDF, "giay-to.pdf"),
        ("", JPEG, "giay-to.jpg"),
        ("anh\u202egpj.exe", JPEG, "anhgpj.jpg"),
        ("a\x00b\r\nX-Bad: 1.pdf", PDF, "abX-Bad 1.pdf"),
        ("x" * 400 + ".pdf", PDF, "x" * 196 + ".pdf"),
        (unicodedata.normalize("NFD", "Mật ong.pdf"), PDF, "Mật ong.pdf"),
    ],
)
def test_names_are_cleaned_and_get_the_true_ending(given_name: str, media_type: str, name: str) -> None:
    assert file_name(given_name, media_type) == name


@given(st.text(max_size=500))
def test_any_name_becomes_a_short_printable_one(given_name: str) -> None:
    name = file_name(given_name, PDF)
    assert 0 < len(name) <= 200
    assert name.isprintable()
    assert "/" not in name
    assert name.endswith(".pdf")


@given(
    st.binary(max_size=300),
    st.sampled_from(
        [b"", b"%PDF-1.4\n", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x00\x00\x00\x00WEBP", b"PK\x03\x04"]
    ),
)
def test_rubbish_is_refused_and_never_raises_anything_else(body: bytes, head: bytes) -> None:
    with pytest.raises(Refused):
        judge(head + body)


def test_an_archive_that_lies_about_its_table_is_refused() -> None:
    data = bytearray(office("word"))
    where = data.rindex(b"PK\x01\x02")
    data[where + 42 : where + 46] = b"\xff\xff\xff\x7f"
    assert zipfile.is_zipfile(io.BytesIO(bytes(data)))
    try:
        judge(bytes(data))
    except Refused:
        pass
