"""PDF and Office files: whether they can be read, and what hides in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject, PdfObject

_MOST_PAGES = 1000
_MOST_PARTS = 3000
_LONGEST_UNPACKED = 150_000_000
_RATIO = 100
_SMALL_PART = 1_000_000
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def pdf_pages(data: bytes) -> int:
    """The number of pages; `ValueError` with the sentence for files that are locked, broken or active."""
    end = data.rstrip(b"\x00\t\n\x0c\r ")
    if b"%%EOF" not in end[-1024:]:
        raise ValueError("Tệp PDF bị cắt cụt hoặc có thêm dữ liệu lạ ở cuối. Hãy xuất lại từ bản gốc.")
    try:
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted
        pages = 0 if locked else len(reader.pages)
        active = not locked and pages <= _MOST_PAGES and any(_active(d) for d in _doors(reader))
    except Exception as fault:  # a broken PDF raises anything, RecursionError too
        raise ValueError("Tệp PDF bị hỏng, không đọc được. Hãy mở thử trên máy rồi xuất lại.") from fault
    if locked:
        raise ValueError("Tệp PDF đang khóa bằng mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.")
    if not 1 <= pages <= _MOST_PAGES:
        raise ValueError(f"Tệp PDF có {pages} trang; hệ thống nhận từ 1 đến {_MOST_PAGES} trang.")
    if active:
        raise ValueError("Tệp PDF có mã chạy hoặc tệp khác đính bên trong. Hãy in lại ra PDF rồi gửi.")
    return pages


def _doors(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Where a PDF starts things by itself: the catalogue, its names, every page and its annotations."""
    catalogue = reader.root_object
    yield catalogue
    yield from _dictionaries(catalogue.get("/Names"))
    for page in reader.pages:
        yield page
        for note in _items(page.get("/Annots")):
            yield from _dictionaries(note)


def _dictionaries(thing: PdfObject | None) -> Iterator[DictionaryObject]:
    found = thing.get_object() if isinstance(thing, IndirectObject) else thing
    if isinstance(found, DictionaryObject):
        yield found


def _items(thing: PdfObject | None) -> list[PdfObject]:
    found = thing.get_object() if isinstance(thing, IndirectObject) else thing
    return list(found) if isinstance(found, list) else []


def _active(part: DictionaryObject) -> bool:
    if "/AA" in part or "/JavaScript" in part or "/EmbeddedFiles" in part:
        return True
    if part.get("/Subtype") == "/FileAttachment":
        return True
    actions = [d for key in ("/OpenAction", "/A") for d in _dictionaries(part.get(key))]
    return any(a.get("/S") in ("/JavaScript", "/Launch", "/ImportData") for a in actions)


def office_type(data: bytes) -> str:
    """The media type of a Word or Excel file; `ValueError` with the sentence for any other archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as fault:
        raise ValueError("Tệp Word hoặc Excel bị hỏng, không mở được. Hãy lưu lại rồi gửi.") from fault
    names = {part.filename for part in parts}
    kind = _WORD if "word/document.xml" in names else _EXCEL if "xl/workbook.xml" in names else ""
    if not kind or "[Content_Types].xml" not in names:
        raise ValueError("Tệp nén không được nhận. Hãy gửi từng giấy tờ một, dạng PDF, ảnh, .docx hoặc .xlsx.")
    if any(name.lower().endswith("vbaproject.bin") or "/activex/" in name.lower() for name in names):
        raise ValueError("Tệp Office có macro nên không được nhận. Hãy lưu thành bản không có macro hoặc PDF.")
    if _is_bomb(parts):
        raise ValueError("Tệp Office bung ra quá lớn nên không được nhận. Hãy gửi bản PDF.")
    return kind


def _is_bomb(parts: list[zipfile.ZipInfo]) -> bool:
    """Sizes are those that the archive declares; nothing here is ever unpacked."""
    swollen = any(p.file_size > _SMALL_PART and p.file_size > _RATIO * max(p.compress_size, 1) for p in parts)
    return swollen or len(parts) > _MOST_PARTS or sum(p.file_size for p in parts) > _LONGEST_UNPACKED
