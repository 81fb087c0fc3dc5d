"""Official wording: loaded whole or not at all, by an office, with a line in the journal."""

from datetime import UTC, datetime

import pytest

from ocop.criteria.acts import WordingRow, load_wording
from ocop.criteria.models import OfficialWording
from ocop.criteria.queries import wording_of
from ocop.criteria.rules import CURRENT
from ocop.journal.models import Line
from ocop.journal.rules import Refused
from tests import cast

pytestmark = pytest.mark.django_db

SOURCE = "Công báo (mô phỏng)"
EARLIER, LATER = datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)


def test_an_office_loads_wording_and_the_newest_is_shown() -> None:
    officer = cast.person("co_nam")
    load_wording(
        [WordingRow(11, "1.1", "Lời cũ"), WordingRow(26, "8", "Lời b", 2, "b")], source=SOURCE, by=officer, at=EARLIER
    )
    load_wording([WordingRow(11, "1.1", "Lời mới")], source="Bản đính chính", by=officer, at=LATER)
    assert wording_of(CURRENT, 11).of("1.1") == "Lời mới"
    assert wording_of(CURRENT, 11).source == "Bản đính chính"
    assert wording_of(CURRENT, 26).of("8", "b", 2) == "Lời b"
    assert OfficialWording.objects.count() == 3, "an earlier loading is never edited"
    assert Line.objects.filter(verb="criteria.load_wording").count() == 2


@pytest.mark.parametrize("name", ["chi_ba", "anh_tu", "ba_sau"])
def test_nobody_else_loads_wording(name: str) -> None:
    with pytest.raises(Refused):
        load_wording([WordingRow(11, "1.1", "Lời")], source=SOURCE, by=cast.person(name))


@pytest.mark.parametrize(
    "row",
    [
        WordingRow(27, "1.1", "x"), WordingRow(11, "99", "x"), WordingRow(11, "1.1", "x", 4), WordingRow(11, "1.1", ""),
        WordingRow(11, "1.1", "x", 1, "a"), WordingRow(26, "8", "x", 1), WordingRow(26, "8", "x", 3, "a"),
        WordingRow(26, "8", "x", 1, "c"), WordingRow(26, "8", "x", 0, "a"), WordingRow(11, "1.1", "x" * 4001),
        WordingRow(11, "1.1", "x\x00"), WordingRow(11, "1.1", "x\u202e"),
    ],
)  # fmt: skip
def test_one_wrong_row_refuses_the_whole_table(row: WordingRow) -> None:
    with pytest.raises(Refused):
        load_wording([WordingRow(11, "1.2", "Lời đúng"), row], source=SOURCE, by=None)
    assert not OfficialWording.objects.exists()


def test_a_table_without_source_rows_or_with_doubles_is_refused() -> None:
    row = WordingRow(11, "1.1", "Lời")
    for rows, source in (([row], ""), ([], SOURCE), ([row, row], SOURCE)):
        with pytest.raises(Refused):
            load_wording(rows, source=source, by=None)


def test_a_row_of_a_table_is_read_or_left_unread() -> None:
    assert WordingRow.read({"set": "11", "criterion": "1.1", "text": "Lời", "option": "2"}) == WordingRow(
        11, "1.1", "Lời", 2
    )
    assert WordingRow.read({"set": "mười", "criterion": "1.1"}) is None
