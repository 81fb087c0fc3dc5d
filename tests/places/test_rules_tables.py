"""Reading the tables people bring."""

import io
import zipfile

import pytest
import xlsxwriter

from ocop.journal.rules import Refused
from ocop.places.rules import read_table


def workbook(rows):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                sheet.write(r, c, cell)
    return out.getvalue()


def refused_code(data):
    with pytest.raises(Refused) as refused:
        read_table(data)
    return refused.value.reasons[0].code


def test_csv_with_comma_or_semicolon_and_mark_is_read_by_folded_names():
    for text in ("Tên chủ thể,Năm\nHTX A,2024\n,\n", "\ufeffTên chủ thể;Năm\nHTX A;2024\n"):
        assert read_table(text.encode()) == [{"ten_chu_the": "HTX A", "nam": "2024"}]


def test_xlsx_is_told_by_its_content_and_whole_numbers_lose_their_point():
    assert read_table(workbook([["Tên", "Năm"], ["HTX A", 2024]])) == [{"ten": "HTX A", "nam": "2024"}]


def test_decomposed_letters_are_composed():
    assert read_table("ten\nMâ\u0323t\n".encode())[0]["ten"] == "Mật"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "no_header"),
        (b"\xff\xfe\x00a", "encoding"),
        (b"ten\n\x00\n", "nul"),
        (b"PK\x03\x04 not a workbook", "xlsx"),
        (b"ten\n" + b"a\n" * 20_001, "too_many"),
        (b"x" * 5_000_001, "too_large"),
    ],
)
def test_what_is_no_table_gets_a_sentence(data, code):
    assert refused_code(data) == code


def test_a_bomb_is_refused_before_it_is_opened():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 101_000_000)
    assert len(out.getvalue()) < 1_000_000
    assert refused_code(out.getvalue()) == "bomb"


def test_a_zip_that_is_no_workbook_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("a.txt", "b")
    assert refused_code(out.getvalue()) == "xlsx"
