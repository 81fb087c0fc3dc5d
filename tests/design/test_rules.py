import csv
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ocop.design
from ocop.design.rules import charts, drawings, formats, icons, shapes, tiles

STATIC = Path(ocop.design.__path__[0]) / "static/design"
UNITS = Path(__file__).parents[2] / "reference"


def test_numbers_are_written_the_vietnamese_way() -> None:
    assert formats.number(1234567) == "1.234.567"
    assert formats.number(Decimal("-0.5"), 1) == "−0,5"
    assert formats.number(2.5) == "3"
    assert formats.short_number(74.0) == "74"
    assert formats.short_number(74.5) == "74,5"
    assert formats.percent(0.125) == "12,5\u00a0%"


def test_money_is_said_in_words() -> None:
    assert formats.money(4_600_000_000) == "4,6\u00a0tỷ đồng"
    assert formats.money(12_000_000) == "12\u00a0triệu đồng"
    assert formats.money(850_000) == "850.000\u00a0đồng"


def test_days_are_vietnamese_days() -> None:
    late_evening_in_london = datetime(2026, 11, 21, 18, 30, tzinfo=UTC)
    assert formats.day(late_evening_in_london) == "22/11/2026"
    assert formats.moment(late_evening_in_london) == "01:30 22/11/2026"
    assert formats.day(date(2026, 1, 2)) == "02/01/2026"


def test_a_deadline_is_told_before_on_and_after() -> None:
    assert formats.working_days_left(12) == "còn 12 ngày làm việc"
    assert formats.working_days_left(0) == "hết hạn hôm nay"
    assert formats.working_days_left(-3) == "quá hạn 3 ngày làm việc"


@given(st.text(alphabet="0123456789ABCDEFGHJKMNPQRSTVWXYZ", max_size=40))
def test_grouping_loses_no_letter(code: str) -> None:
    assert formats.grouped(code).replace(" ", "") == code


@given(st.integers(min_value=0, max_value=5))
def test_a_row_has_as_many_stars_as_it_says(count: int) -> None:
    row = ElementTree.fromstring(shapes.star_row(count))
    assert len(row) == count


def test_full_and_empty_stars_are_different_shapes() -> None:
    assert shapes.petals() != shapes.outline()


@pytest.mark.parametrize("name", icons.names())
def test_every_icon_is_sound_markup(name: str) -> None:
    ElementTree.fromstring(f"<g>{icons.path(name)}</g>")


def test_an_unknown_icon_names_the_known_ones() -> None:
    with pytest.raises(KeyError, match="search"):
        icons.path("serch")


@pytest.mark.parametrize("name", drawings.all_names())
def test_every_drawing_is_small_and_uses_two_inks(name: str) -> None:
    text = (STATIC / f"lines/{name}.svg").read_text()
    assert len(text.encode()) <= 3000
    assert set(re.findall(r"var\((--[a-z0-9-]+)", text)) <= {"--draw-1", "--draw-2", "--surface"}
    root = ElementTree.fromstring(text)
    assert root.find("*[@id='i']") is not None


@pytest.mark.parametrize("name", drawings.all_names())
def test_a_printed_drawing_has_fixed_inks(name: str) -> None:
    text = drawings.printed(name)
    ElementTree.fromstring(text)
    assert "var(" not in text
    assert drawings.PRINT_INKS["--draw-1"] in text


def test_no_drawing_file_is_left_without_a_name() -> None:
    assert {path.stem for path in (STATIC / "lines").glob("*.svg")} == set(drawings.all_names())


def test_each_of_the_26_sets_has_its_own_drawing() -> None:
    assert len({drawings.drawing_for(number) for number in range(1, 27)}) == 26


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Mật ong, mật khác", "honey"), ("mat ong", "honey"), ("Trà hoa vàng Ba Chẽ", "tea"), ("Chè", "tea"),
        ("Thực phẩm chế biến", "dried"), ("Đồ uống có cồn", "wine"), ("Đồ uống không cồn", "juice"), ("Ruốc hàu", "sausage"),
        ("Thủ công mỹ nghệ gia dụng, trang trí", "craft"), ("Ngọc trai Akoya", "pearl"), ("Miến dong Bình Liêu", "noodles"),
        ("Thực phẩm chức năng, thuốc dược liệu", "medicine"), ("Thực phẩm tươi sống", "vegetables"), ("", "basket"),
        ("Dịch vụ du lịch cộng đồng", "tourism"), ("Gạo nếp cái hoa vàng Đông Triều", "rice"), ("Nấm đùi gà", "mushroom"), ("Bánh gạo lứt", "snack"), (99, "basket"), (None, "basket"), ("letters", "letters"),
    ],
)  # fmt: skip
def test_words_find_their_drawing(words: object, name: str) -> None:
    assert drawings.drawing_for(words) == name


def _sound(markup: str) -> None:
    html5lib.HTMLParser(strict=True).parseFragment(markup)


NAMES = st.text(min_size=1, max_size=40).filter(lambda text: text.isprintable())
ROWS = st.lists(st.tuples(NAMES, st.integers(min_value=0, max_value=10**7)), max_size=15)


@given(ROWS)
def test_charts_are_sound_for_any_names_and_numbers(rows: list[tuple[str, int]]) -> None:
    _sound(charts.bars(rows, title="<b>&"))
    _sound(charts.line(rows, title='"x"', step=True))
    _sound(charts.stacked([(name, {"a": value, "b": 1}) for name, value in rows], names=["a", "b"], title="x"))


def test_a_bar_twice_as_large_is_twice_as_long() -> None:
    widths = [
        int(width) for width in re.findall(r'width="(\d+)" height="20"', charts.bars([("a", 4), ("b", 2)], title="x"))
    ]
    assert widths == [1000, 500]


def test_a_picture_says_its_title_and_its_highest_number() -> None:
    assert 'aria-label="Theo nhóm. 2 dòng, nhiều nhất là Đồ uống: 7"' in charts.bars(
        [("Trà", 3), ("Đồ uống", 7)], title="Theo nhóm"
    )


def test_a_line_does_not_crowd_its_labels() -> None:
    rows = [(str(year), year) for year in range(2000, 2027)]
    assert charts.line(rows, title="x").count('class="big"') <= 5


@given(st.integers(min_value=2, max_value=60))
def test_the_last_two_labels_of_a_line_stand_apart(count: int) -> None:
    drawn = charts.line([("12/2023", index) for index in range(count)], title="x")
    places = [float(x) for x in re.findall(r'<circle class="dot" cx="([\d.]+)"', drawn)]
    assert places[-1] - places[-2] >= 85


COORDINATES = st.floats(min_value=-180, max_value=180)


@given(st.lists(st.tuples(COORDINATES, COORDINATES), max_size=90))
def test_no_two_tiles_share_a_cell(places: list[tuple[float, float]]) -> None:
    units = tuple(tiles.Tile(str(index), "Xã A", *place) for index, place in enumerate(places))
    seats = tiles.layout(units)
    assert len(set(seats.values())) == len(units)


def _province() -> tuple[tiles.Tile, ...]:
    found = [path for path in UNITS.rglob("*.csv") if "longitude" in path.read_text().splitlines()[0]]
    if not found:
        pytest.skip("the reference data of the places has no coordinates here")
    with found[0].open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row.get("longitude")]
    key = next(name for name in rows[0] if "code" in name)
    return tuple(tiles.Tile(row[key], row["name"], float(row["longitude"]), float(row["latitude"])) for row in rows)


def test_the_province_keeps_its_shape() -> None:
    units = _province()
    seats, by_name = tiles.layout(units), {tiles.short_name(unit.name): unit.code for unit in units}
    column, row = zip(
        *(seats[by_name[name]] for name in ("Đông Triều", "Hạ Long", "Móng Cái 1", "Bình Liêu")), strict=True
    )
    assert column[0] < column[1] < column[2]
    assert row[3] < row[1]
    assert tiles.layout(units) == seats


def test_the_map_is_sound_and_every_unit_with_a_link_is_one() -> None:
    units = _province()
    drawn = tiles.tile_map(units, {units[0].code: 5}, title="x", hrefs={unit.code: "/x/" for unit in units})
    _sound(drawn)
    assert drawn.count("<a ") == len(units)


def test_shades_go_by_fifths_and_nothing_is_no_shade() -> None:
    assert [tiles.shade(value, 10) for value in (None, 0, 1, 2, 3, 5, 10)] == [0, 0, 1, 1, 2, 3, 5]
