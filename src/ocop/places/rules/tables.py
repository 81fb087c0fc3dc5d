"""Rows of a table that people bring as a file: CSV (UTF-8, comma or semicolon) or the first sheet of an XLSX."""

from __future__ import annotations

import csv
import io
import zipfile

from python_calamine import CalamineError, CalamineWorkbook

from ocop.journal.rules import Reason, Refused

from .names import fold, nfc

LARGEST = 5_000_000
LARGEST_UNPACKED = 100_000_000
MOST_ROWS = 20_000


def read_table(data: bytes) -> list[dict[str, str]]:
    """One dict per row, keyed by folded column name with `_` for blanks; empty rows are left out.

    The kind of file is told by its content, never by its name. Refuses what is no table, too large, or not UTF-8.
    """
    if len(data) > LARGEST:
        raise Refused(Reason("Tệp lớn hơn 5 MB. Hãy chia thành nhiều tệp.", "file", "too_large"))
    grid = _sheet(data) if data[:4] == b"PK\x03\x04" else _csv(data)
    if not grid or not any(cell.strip() for cell in grid[0]):
        raise Refused(Reason("Tệp không có dòng tiêu đề cột. Dòng đầu phải là tên các cột.", "file", "no_header"))
    if len(grid) - 1 > MOST_ROWS:
        raise Refused(Reason(f"Tệp có hơn {MOST_ROWS} dòng. Hãy chia thành nhiều tệp.", "file", "too_many"))
    head = [fold(name).replace(" ", "_") for name in grid[0]]
    rows = (dict(zip(head, (nfc(cell) for cell in row), strict=False)) for row in grid[1:])
    return [row for row in rows if any(row.values())]


def _csv(data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        message = "Tệp không phải CSV mã UTF-8 hay XLSX. Hãy lưu lại từ bảng tính dưới dạng “CSV UTF-8”."
        raise Refused(Reason(message, "file", "encoding")) from None
    if "\x00" in text:
        raise Refused(
            Reason("Tệp có ký tự điều khiển, không phải bảng chữ. Hãy lưu lại dạng CSV UTF-8.", "file", "nul")
        )
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise Refused(Reason(f"Không đọc được bảng: {error}. Hãy lưu lại dạng CSV UTF-8.", "file", "csv")) from None


def _sheet(data: bytes) -> list[list[str]]:
    unreadable = Reason("Tệp XLSX bị hỏng hoặc không phải bảng tính. Hãy lưu lại rồi thử lần nữa.", "file", "xlsx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > LARGEST_UNPACKED:
                raise Refused(Reason("Tệp XLSX khi mở ra quá lớn. Hãy bỏ bớt trang tính và ảnh.", "file", "bomb"))
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=True)
    except (CalamineError, zipfile.BadZipFile, IndexError):
        raise Refused(unreadable) from None
    return [[_cell(cell) for cell in row] for row in rows]


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
