"""The tables of a fairness report as files: exactly the cells that stand on the page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from ocop.journal.rules import harmless_cell

from ..queries.fairness_page import Table

_WIDEST = 60


def table_csv(table: Table) -> bytes:
    """CSV in UTF-8 with its mark, for spreadsheets."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([harmless_cell(cell) for cell in row] for row in (table.columns, *table.rows))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def workbook(tables: Iterable[Table], head: Sequence[tuple[str, str]]) -> bytes:
    """XLSX with a sheet for each table; the first says what the file is, of which sitting, drawn when."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, wrap = (
        book.add_format({"bold": True, "text_wrap": True}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    _sheet(book, Table("bia", "Báo cáo", ("Mục", "Nội dung"), tuple(head)), bold, wrap)
    for table in tables:
        _sheet(book, table, bold, wrap)
    book.close()
    return out.getvalue()


def _sheet(book: xlsxwriter.Workbook, table: Table, bold: object, wrap: object) -> None:
    sheet = book.add_worksheet(table.title[:31])
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(table.columns):
        cells = [name, *(row[column] for row in table.rows)]
        sheet.set_column(column, column, min(max(map(len, cells)) + 2, _WIDEST))
        sheet.write_string(0, column, name, bold)
        for place, cell in enumerate(cells[1:], 1):
            sheet.write_string(place, column, cell, wrap)
