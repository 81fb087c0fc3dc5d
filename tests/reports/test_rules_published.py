"""Printed figures are compared, and what cannot be true together is said."""

from __future__ import annotations

import io
from datetime import date

from ocop.reports.queries import published_figures
from ocop.reports.rules import contradictions, read_published

HEAD = "as_of_date,date_precision,scope,metric,value,unit,source,note\n"


def _rows(*lines: str) -> io.StringIO:
    return io.StringIO(HEAD + "".join(f"{line}\n" for line in lines))


def test_a_total_unlike_its_parts_is_told_with_both_sums() -> None:
    rows = read_published(
        _rows(
            "2024-07-31,month,QuangNinh,products_starred_total,339,,báo,",
            "2024-07-31,month,QuangNinh,products_3star,293,,báo,",
            "2024-07-31,month,QuangNinh,products_4star,93,,báo,",
            "2024-07-31,month,QuangNinh,products_5star,4,,báo,",
        )
    )
    (found,) = contradictions(rows)
    assert found.as_of == date(2024, 7, 31)
    assert "339" in found.sentence
    assert "390" in found.sentence


def test_parts_that_add_up_either_way_are_no_contradiction() -> None:
    rows = read_published(
        _rows(
            "2022-11-22,day,QuangNinh,products_starred_total,267,,báo,",
            "2022-11-22,day,QuangNinh,products_3star,193,,báo,",
            "2022-11-22,day,QuangNinh,products_4star,68,,báo,",
            "2022-11-22,day,QuangNinh,products_5star,3,,báo,",
            "2022-11-22,day,QuangNinh,products_5star_provincial_legacy,3,,báo,",
        )
    )
    assert contradictions(rows) == []


def test_one_day_with_two_values_is_told() -> None:
    rows = read_published(
        _rows(
            "2023-12-31,year,QuangNinh,products_starred_total,346,,một,",
            "2023-12-31,year,QuangNinh,products_starred_total,334,,hai,",
        )
    )
    (found,) = contradictions(rows)
    assert found.sources == ("một", "hai")


def test_the_known_contradictions_of_the_press_are_found_in_the_reference_file() -> None:
    sentences = " | ".join(c.sentence for c in contradictions(published_figures()))
    assert "293 + 93 + 4 = 390" in sentences
    assert "55 + 85 + 74 = 214" in sentences
