"""Dots with intervals: told in words, safe with any name, inside their scale."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from ocop.design.rules.dots import Dot, Scale, dots, heaps

ROWS = [Dot("Bà <Sáu> & Ông Chín", 2.0, 1.0, 3.0, "+2,0", 0.0, 9.0, True), Dot("Cô Năm", -1.0, None, None, "−1,0")]
SCALE = Scale(-5.0, 5.0, ((-5.0, "chặt"), (0.0, "0"), (5.0, "nới")), middle=0.0, usual=(-2.0, 2.0))


def test_a_picture_says_its_title_and_its_numbers_to_who_cannot_see_it() -> None:
    root = ElementTree.fromstring(dots(ROWS, SCALE, title="Chặt hay nới"))
    assert root.get("role") == "img"
    assert root.get("aria-label") == "Chặt hay nới. Bà <Sáu> & Ông Chín: +2,0; Cô Năm: −1,0"


def test_what_lies_beyond_the_scale_stays_inside_the_picture() -> None:
    drawn = dots(ROWS, SCALE, title="Chặt hay nới")
    ends = [float(x) for x in re.findall(r'd="M([\d.]+)', drawn)] + [float(x) for x in re.findall(r"H([\d.]+)", drawn)]
    assert all(0 <= end <= 1000 for end in ends)
    assert 'class="wide" d="M500.0 12H1000.0"' in drawn


def test_a_row_without_an_interval_has_a_dot_alone() -> None:
    drawn = dots(ROWS[1:], SCALE, title="Chặt hay nới")
    assert 'class="point"' in drawn
    assert 'class="own"' not in drawn


def test_alike_values_are_heaped_and_every_value_has_its_dot() -> None:
    values = [(70.0, False)] * 5 + [(69.9, True), (91.0, False)]
    root = ElementTree.fromstring(
        heaps(values, low=40, high=100, bounds=((70, "4 sao"),), title="Điểm", sentence="Bảy.")
    )
    circles = [node for node in root.iter() if node.tag.endswith("circle")]
    assert len(circles) == 7
    places = {(node.get("cx"), node.get("cy")) for node in circles}
    assert len(places) == 7
    assert [node.get("class") for node in circles].count("marked") == 1


def test_nothing_to_draw_is_said() -> None:
    assert "Chưa có số liệu" in dots([], SCALE, title="Chặt hay nới")
    assert "Chưa có số liệu" in heaps([], low=0, high=100, bounds=(), title="Điểm", sentence="")
