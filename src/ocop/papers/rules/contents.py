"""What a file is, told from its bytes alone."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from ocop.journal.rules import Reason, Refused, clean_text

from . import pictures
from .documents import office_type, pdf_pages
from .sounds import ENDINGS as _SOUND_ENDINGS
from .sounds import sound_type

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
WEBP = "image/webp"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

LARGEST_IMAGE = pictures.LARGEST
LONGEST_NAME = 200
_EXTENSIONS = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png", WEBP: ".webp", DOCX: ".docx", XLSX: ".xlsx", **_SOUND_ENDINGS}
_IMAGE_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
# What no photograph or scanned page holds, but a file with two faces does.
_SECOND_FACE = re.compile(rb"<script|<html|<!doctype|<\?php|%PDF-\d", re.IGNORECASE)
_WELCOME = "Hệ thống nhận PDF, ảnh JPEG, PNG, WebP, tài liệu Word (.docx) và bảng tính Excel (.xlsx)."


@dataclass(frozen=True, slots=True)
class Judged:
    """A file that may be kept: its true type, its pages, and the public copy of an image."""

    media_type: str
    pages: int | None = None
    public: bytes = b""


def judge(data: bytes, field: str = "file", *, sounds: bool = False) -> Judged:
    """The file's type by its structure, or `Refused` with a sentence that says what to bring instead.

    Voice notes are good where `sounds` are asked for, and nowhere else.
    """
    if not data:
        raise Refused(Reason("Tệp rỗng. Hãy chọn lại tệp.", field, "empty"))
    media_type = _first_face(data)
    try:
        if media_type == PDF:
            return _judged_pdf(data)
        if media_type in _IMAGE_FORMATS:
            return _judged_image(data, media_type)
        if media_type == "zip":
            return Judged(office_type(data))
        if sounds and (heard := sound_type(data)):
            _one_face(data, lambda start: True)
            return Judged(heard)
    except ValueError as fault:
        raise Refused(Reason(str(fault), field, "content")) from fault
    raise Refused(Reason(f"{_unknown_sentence(data)} {_WELCOME}", field, "type"))


def _first_face(data: bytes) -> str:
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    return "zip" if data.startswith(b"PK\x03\x04") else ""


def _unknown_sentence(data: bytes) -> str:
    head = data[:1024].lower()
    if b"<svg" in head:
        return "Ảnh SVG có thể mang mã chạy nên không được nhận; hãy xuất ra PNG hoặc PDF."
    if b"<html" in head or b"<!doctype" in head or b"<script" in head:
        return "Tệp này là trang web, không phải giấy tờ."
    if b"ftypheic" in head[:40] or b"ftypmif1" in head[:40] or b"ftypheix" in head[:40]:
        return "Ảnh HEIC chưa nhận được; hãy chọn «Tương thích nhất» trong máy ảnh hoặc đổi sang JPEG."
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "Tệp Office đời cũ (.doc, .xls) chưa nhận được; hãy lưu lại thành .docx, .xlsx hoặc PDF."
    return "Không nhận ra loại của tệp này qua nội dung."


def _judged_pdf(data: bytes) -> Judged:
    _one_face(data, lambda start: start > 0)
    return Judged(PDF, pdf_pages(data))


def _judged_image(data: bytes, media_type: str) -> Judged:
    _one_face(data, lambda start: True)
    return Judged(media_type, 1, pictures.public_copy(data, _IMAGE_FORMATS[media_type]))


def _one_face(data: bytes, foreign: Callable[[int], bool]) -> None:
    """A file that is also a web page or an archive is not a paper.

    Only head and tail are searched: readers look nowhere else for a second beginning.
    """
    for offset, part in ((0, data[:4096]), (max(0, len(data) - 65_600), data[-65_600:])):
        for found in _SECOND_FACE.finditer(part):
            if foreign(offset + found.start()):
                raise ValueError("Tệp mang hai loại nội dung cùng lúc nên không được nhận. Hãy xuất lại từ bản gốc.")
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise ValueError("Tệp có kho nén giấu bên trong nên không được nhận. Hãy xuất lại từ bản gốc.")


def file_name(given: str, media_type: str) -> str:
    """The given name without folders, control or direction marks, at most 200 letters, with the true ending."""
    bare = PurePosixPath(clean_text(given).replace("\\", "/")).name
    readable = "".join(c for c in bare if c.isprintable() and c not in '<>:"/|?*')
    stem, ending = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", readable).strip(". "), _EXTENSIONS.get(media_type, "")
    return (stem or "giay-to")[: LONGEST_NAME - len(ending)] + ending
