"""The small map of a lot's way."""

from __future__ import annotations

import re

import pytest

from ocop.scans.exports.maps import WIDE, route_map, stops_of

SHAPE = [[106.45, 20.7], [108.04, 21.6], [107.4, 21.5]]


def _drawn(name: str, longitude: float, steps: int = 1, *, latitude: float = 21.5) -> str:
    return route_map(SHAPE, stops_of([(name, longitude, latitude)] * steps), "Bản đồ")


@pytest.mark.parametrize("longitude", [106.45, 106.9, 107.3, 107.4, 107.8, 108.04])
@pytest.mark.parametrize(
    "name", ["Xã A", "Bình Liêu commune", "Đặc khu Vân Đồn và các đảo", "Phường " + "rất dài " * 8]
)
@pytest.mark.parametrize("latitude", [20.7, 21.6])
def test_no_name_runs_out_of_the_picture(name: str, longitude: float, latitude: float) -> None:
    drawn = _drawn(name, longitude, latitude=latitude)
    found = re.search(
        r'<text class="route-name" x="(\d+)" y="(\d+)"( text-anchor="end")?(?: textLength="(\d+)")?', drawn
    )
    assert found
    x, wide = int(found[1]), int(found[4]) if found[4] else 7.4 * len(f"1 {name}")
    left, right = (x - wide, x) if found[3] else (x, x + wide)
    assert left >= 0 and right <= WIDE
    assert 10 < int(found[2]) < 190


def test_steps_in_a_row_at_one_place_are_told_as_a_run() -> None:
    here, there = ("Xã A", 107.0, 21.0), ("Xã B", 107.5, 21.2)
    drawn = route_map(SHAPE, stops_of([here, here, here, there, here, here, ("Xã C", None, None), here]), "Bản đồ")
    assert "1–3, 5–6, 8 Xã A" in drawn and ">4 Xã B<" in drawn
