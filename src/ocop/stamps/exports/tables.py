"""Tables as files: exactly the cells that stand on the page."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from ocop.journal.rules import harmless_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Table:
    """A name, what it is as of when, columns and rows."""

    name: str
    told: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]


def table_csv(table: Table) -> bytes:
    """CSV in UTF-8 with its mark, for spreadsheets; the last line says as of when."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([harmless_cell(cell) for cell in row] for row in (table.columns, *table.rows))
    writer.writerow([harmless_cell(table.told)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def table_xlsx(table: Table) -> bytes:
    """The same as a workbook: text stays text, numbers stay numbers, the head stands still."""
    from xlsxwriter import Workbook  # imported by whoever asks for one: it costs memory

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(out, options) as book:
        sheet, bold = book.add_worksheet(table.name[:31]), book.add_format({"bold": True})
        sheet.write_row(0, 0, table.columns, bold)
        for place, row in enumerate(table.rows, 1):
            sheet.write_row(place, 0, row)
        sheet.write(len(table.rows) + 2, 0, table.told)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, max(1, len(table.columns) - 1), 16)
    return out.getvalue()
