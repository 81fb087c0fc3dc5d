"""Whatever people call their things, a spreadsheet must not compute it."""

import csv
import io

import pytest

from ocop.stamps.exports.tables import Table, table_csv

FORMULAS = ("=1+1", "-2+cmd|0", "+84900000001", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1")


def cells(body: bytes) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")) for cell in row]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_table_is_a_formula_wherever_it_stands(text: str) -> None:
    found = cells(table_csv(Table("Sổ", text, (text, "b"), [(text, 5)])))
    assert found == [f"'{text}", "b", f"'{text}", "5", f"'{text}"]


def test_a_negative_number_stays_a_number() -> None:
    assert cells(table_csv(Table("Sổ", "", ("-5", "-0,25"), []))) == ["-5", "-0,25", ""]
