"""The register as people look through it: filtered, counted, in pages; every row with its standing on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from ocop.people.queries import today
from ocop.places.models import Place
from ocop.products.queries import BEST_FIRST, best_values, classification, understood
from ocop.products.rules import Wording

from ..rules import State
from .lines import COLUMNS, FROM, Line, at_place, lines_of, rows_of

PAGE = 24
STATE_WORDS = {
    "con-hieu-luc": State.IN_FORCE,
    "chua-ro": State.UNKNOWN,
    "het-han": State.EXPIRED,
    "thu-hoi": State.REVOKED,
    "tham-gia": State.PARTICIPATING,
}
DATA_WORDS = {"that": False, "mo-phong": True}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; empty fields do not filter."""

    q: str = ""
    group: str = ""
    star: int | None = None
    place: Place | None = None
    state: str = ""
    data: str = ""
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the register with the counts of everything that fits."""

    lines: list[Line]
    total: int
    by_state: Mapping[str, int]
    by_star: Mapping[str, int]
    next: str = ""
    previous: str = ""
    first: int = 1
    wording: Wording = field(default_factory=Wording)
    relaxed: bool = False


def register_page(wanted: Wanted, day: date | None = None, size: int = PAGE) -> Page:
    """The products that fit, best or alphabetically first, `size` at a time."""
    on = day or today()
    wording = understood(wanted.q)
    page = _page(wanted, wording, " & ", on, size)
    if page.total == 0 and len(wording.words) > 1:
        # Nothing holds every word: show what holds some, and say so.
        looser = _page(wanted, wording, " | ", on, size)
        return looser if looser.total == 0 else _relaxed(looser)
    return page


def _relaxed(page: Page) -> Page:
    return Page(
        page.lines, page.total, page.by_state, page.by_star, page.next, page.previous, page.first, page.wording, True
    )


def _page(wanted: Wanted, wording: Wording, joined: str, day: date, size: int) -> Page:
    where, values = _where(wanted, wording, joined, day)
    total, by_state, by_star = _counts(where, values)
    if total == 0:
        return Page([], 0, by_state, by_star, wording=wording)
    if wording.typed:
        return _ranked(wanted, wording, where, values, size, total, by_state, by_star)
    return _alphabetical(wanted, where, values, size, total, by_state, by_star)


def _where(wanted: Wanted, wording: Wording, joined: str, day: date) -> tuple[str, dict[str, Any]]:
    """Conditions, all of fixed text, and their values."""
    values: dict[str, Any] = {"day": day, **best_values(wording, joined)}
    tests = ["true"]
    if wanted.q and not wording.typed:
        tests.append("false")
    if wording.typed:
        tests.append("p.search @@ to_tsquery('pg_catalog.simple', %(query)s)")
    for name, test in (("group", 'p."group" = %(group)s'), ("star", "s.star = %(star)s")):
        if getattr(wanted, name):
            tests.append(test)
            values[name] = getattr(wanted, name)
    if wanted.state:
        tests.append("s.proposed" if wanted.state == "de-nghi" else "coalesce(s.state, 'nothing') = %(state)s")
        values["state"] = STATE_WORDS.get(wanted.state, wanted.state)
    if wanted.data:
        tests.append("p.simulated = %(simulated)s")
        values["simulated"] = DATA_WORDS.get(wanted.data, False)
    if wanted.place is not None:
        tests.append(at_place(wanted.place))
        values["place"] = wanted.place.pk
    return " AND ".join(tests), values


def _counts(where: str, values: dict[str, Any]) -> tuple[int, dict[str, int], dict[str, int]]:
    sql = f"""SELECT coalesce(s.state, 'nothing'), s.star, grouping(coalesce(s.state, 'nothing')), grouping(s.star),
      count(*) {FROM} WHERE {where}
      GROUP BY GROUPING SETS ((), (coalesce(s.state, 'nothing')), (s.star))"""
    total, by_state, by_star = 0, {}, {}
    for state, star, no_state, no_star, count in rows_of(sql, values):
        if no_state and no_star:
            total = count
        elif no_state:
            by_star[str(star or 0)] = count
        else:
            by_state[state] = count
    return total, by_state, by_star


def _ranked(
    wanted: Wanted, wording: Wording, where: str, values: dict[str, Any], size: int, total: int,
    by_state: dict[str, int], by_star: dict[str, int],
) -> Page:  # fmt: skip
    offset = int(wanted.cursor[1:]) if wanted.cursor[:1] == "n" and wanted.cursor[1:7].isdigit() else 0
    offset = min(offset, total - 1, 100_000)
    sql = f"""SELECT {COLUMNS} {FROM} WHERE {where}
      ORDER BY {BEST_FIRST} LIMIT %(size)s OFFSET %(offset)s"""
    lines = lines_of(sql, {**values, "size": size, "offset": offset})
    return Page(
        lines, total, by_state, by_star, f"n{offset + size}" if offset + size < total else "",
        f"n{max(offset - size, 0)}" if offset else "", offset + 1, wording,
    )  # fmt: skip


def _alphabetical(
    wanted: Wanted, where: str, values: dict[str, Any], size: int, total: int, by_state: dict[str, int],
    by_star: dict[str, int],
) -> Page:  # fmt: skip
    back, key = _key(wanted.cursor)
    beyond, order = ("<", "DESC") if back else (">", "ASC")
    edge = "(p.sort_key, p.id) {} (SELECT k.sort_key, k.id FROM products_product k WHERE k.id = %(key)s)"
    test = f"{where} AND {edge.format(beyond)}" if key else where
    sql = f"""SELECT {COLUMNS} {FROM} WHERE {test} ORDER BY p.sort_key {order}, p.id {order} LIMIT %(more)s"""
    found = lines_of(sql, {**values, "key": key, "more": size + 1})
    lines, more = found[:size], len(found) > size
    if back:
        lines.reverse()
    has_next, has_previous = (True, more) if back else (more, bool(key))
    return Page(
        lines, total, by_state, by_star, str(lines[-1].id) if lines and has_next else "",
        f"-{lines[0].id}" if lines and has_previous else "", 0 if key else 1,
    )  # fmt: skip


def _key(cursor: str) -> tuple[bool, int]:
    """(backwards?, product id) of a cursor; 0 when it is none."""
    back, digits = cursor.startswith("-"), cursor.removeprefix("-")
    return back, int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else 0


def register_rows(wanted: Wanted, day: date | None = None) -> Iterator[Line]:
    """Every product that fits, without pages: for a file of exactly what is seen."""
    wording = understood(wanted.q)
    where, values = _where(wanted, wording, " & ", day or today())
    sql = f"SELECT {COLUMNS} {FROM} WHERE {where} ORDER BY p.sort_key, p.id"
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        while rows := cursor.fetchmany(1000):
            yield from (Line(*row) for row in rows)


def groups() -> list[str]:
    """The product groups in the order of Phụ lục I."""
    return [group.name for group in classification().groups]
